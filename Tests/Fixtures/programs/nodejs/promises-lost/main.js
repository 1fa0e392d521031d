// A promise that nobody waits for ends the program.
const step = (name, ms) => new Promise((resolve) => setTimeout(() => (console.log(name), resolve(name)), ms));
setTimeout(() => console.log('never printed'), 1000);
step('second', 20);
step('first', 1).then(async (name) => {
  console.log(await Promise.allSettled([step('third', 40), Promise.reject(name)]));
  return Promise.reject({ reason: 'no more steps' });
});
