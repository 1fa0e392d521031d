process.on('SIGUSR2', (name) => {
  console.log('got', name);
  process.kill(process.pid, 'SIGKILL');
});
process.on('exit', () => console.log('never printed'));
setInterval(() => {}, 1000);
process.kill(process.pid, 'SIGUSR2');
