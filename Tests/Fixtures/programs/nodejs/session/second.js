class Stack { #all = seen; get depth() { return this.#all.length; } }
console.log(new Stack().depth, take(90), typeof require('fs').readFileSync);
