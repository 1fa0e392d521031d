const text = require('fs').readFileSync(0, 'utf8');
let failures = 0;
for (const [index, line] of text.trim().split('\n').entries()) {
  try {
    const { name, age } = JSON.parse(line);
    if (!Number.isInteger(age)) throw new TypeError(`age of ${name} is ${typeof age}`);
    console.log('%s is %d, %j', name, age, { adult: age >= 18 });
  } catch (error) {
    failures += 1;
    console.error(`${index + 1}: ${error.name}: ${error.message}`);
  }
}
process.exitCode = failures && 10 + failures;
