const { Inventory } = require('./lib/inventory');
const stock = require('./stock.json');
const fs = require('fs');

const inventory = new Inventory(stock);
inventory.on('low', (name, left) => console.log(`low: ${name} (${left})`));
inventory.take('bolt', 95).take('nut', 10);
console.log(inventory.describe());
fs.writeFileSync('stock.json', JSON.stringify(inventory, null, 1));
console.log(fs.readFileSync('stock.json', 'utf8'));
