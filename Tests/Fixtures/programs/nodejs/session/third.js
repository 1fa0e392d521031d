numbers = { next: () => ({ value: 'gone' }) };
setTimeout(() => console.log(seen.length, take(1), new Stack().depth), 50);
