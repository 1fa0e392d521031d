import re
import sys
from collections import Counter

words = Counter(re.findall(r"[a-z']+", sys.stdin.read().lower()))
for word, count in sorted(words.items(), key=lambda item: (-item[1], item[0]))[:8]:
    print(f"{count:4} {word}")
print(f"{sum(words.values())} words, {len(words)} different")
