let beats = 0;
setInterval(() => ++beats, 10);
process.stdout.write('no end of line');
