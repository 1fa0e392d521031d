// Bytes in, bytes out: text that is no UTF-8 goes through unharmed, and harmed where it is decoded.
const input = require('fs').readFileSync(0);
process.stdout.write(input);
process.stdout.write(Buffer.from('Zoë, naïve\n', 'latin1'));
process.stdout.write(`${input.toString('utf8').length} ${input.toString('hex')}\n`);
