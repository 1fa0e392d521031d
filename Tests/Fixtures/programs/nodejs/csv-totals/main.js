// Sums a column by group, reading standard input as a stream of lines.
const readline = require('readline');

(async () => {
  const totals = new Map();
  for await (const line of readline.createInterface({ input: process.stdin })) {
    const [item, region, amount] = line.split(',');
    totals.set(region, (totals.get(region) ?? 0) + Number(amount));
  }
  for (const [region, total] of [...totals].sort()) console.log(region.padEnd(8), total.toFixed(2));
  console.log(totals);
})();
