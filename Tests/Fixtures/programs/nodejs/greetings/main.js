const greetings = { sv: 'Hallå världen', ja: 'こんにちは', ru: 'Привет, мир', emoji: '👩‍👩‍👧 🇰🇷' };
for (const [language, text] of Object.entries(greetings)) {
  console.log(language, text, text.length, [...text].length, Buffer.byteLength(text));
}
console.log(['é', 'z', 'a', 'ä'].sort(), 'ﬁn'.normalize('NFKC'), 'straße'.toUpperCase());
console.error('¡Adiós!');
