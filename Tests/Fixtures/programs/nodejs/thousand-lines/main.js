// A megabyte and a half through console.log, which must not lose the end when the program is over.
let state = 1;
const random = () => (state = (state * 48271) % 2147483647);
for (let i = 0; i < 1500; i++) {
  let line = `${i}:`;
  while (line.length < 1000) line += random().toString(36);
  console.log(line);
}
