const EventEmitter = require('events');

exports.Inventory = class Inventory extends EventEmitter {
  #stock;
  constructor(stock) {
    super();
    this.#stock = new Map(Object.entries(stock));
  }
  take(name, count) {
    const left = this.#stock.get(name) - count;
    this.#stock.set(name, left);
    if (left < 10) this.emit('low', name, left);
    return this;
  }
  describe = () => [...this.#stock.keys()].join(' & ');
  toJSON() {
    return Object.fromEntries(this.#stock);
  }
};
