// Given by standard input, so that the trace names no directory.
class Cart {
  items = [];
  add(item) {
    this.items.push(item);
    return this;
  }
  total() {
    return this.items.reduce((sum, { price }) => sum + price.amount, 0);
  }
}
Error.stackTraceLimit = 2;
process.on('exit', (code) => console.log('exit', code));
console.log(new Cart().add({ price: { amount: 3 } }).total());
console.log(new Cart().add({}).total());
