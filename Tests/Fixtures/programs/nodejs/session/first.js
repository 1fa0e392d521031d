const fibonacci = function* () { for (let [a, b] = [0n, 1n]; ; [a, b] = [b, a + b]) yield a; };
let numbers = fibonacci();
var seen = [];
function take(count) { for (let i = 0; i < count; i++) seen.push(numbers.next().value); return seen.at(-1); }
console.log(take(5));
