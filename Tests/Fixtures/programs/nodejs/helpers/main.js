// Child processes, a worker thread, a compressed stream and a regular expression.
const { execFileSync, spawnSync } = require('child_process');
const { Worker } = require('worker_threads');
const zlib = require('zlib');

console.log(execFileSync('tr', ['a-z', 'A-Z'], { input: 'shout\n' }).toString().trim());
const { status, stderr } = spawnSync('sh', ['-c', 'echo no >&2; exit 4']);
console.log(status, String(stderr));
const packed = zlib.deflateSync('ab'.repeat(500));
console.log(packed.length < 50, zlib.inflateSync(packed).length);
console.log('2024-02-29'.replace(/(?<y>\d+)-(?<m>\d+)-(?<d>\d+)/, '$<d>.$<m>.$<y>'));
const code = `
  const { parentPort } = require('worker_threads');
  parentPort.once('message', (n) => parentPort.postMessage(n ** 2n));
`;
const worker = new Worker(code, { eval: true });
worker.on('message', (value) => console.log(value));
worker.on('exit', (status) => console.log('worker', status));
worker.postMessage(2n ** 64n);
