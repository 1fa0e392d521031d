import sys
import unicodedata

for line in sys.stdin:
    text = line.rstrip("\n")
    folded = unicodedata.normalize("NFD", text)
    plain = "".join(c for c in folded if not unicodedata.combining(c))
    print(f"{text!r}: {len(text)} characters, {len(text.encode())} bytes, {plain}, {text[::-1].upper()}")
print("∑ ∞ 한국어 🦊", ascii("ß→"), "\N{GREEK SMALL LETTER LAMDA}")
