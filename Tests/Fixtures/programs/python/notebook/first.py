import itertools
from functools import lru_cache

@lru_cache(maxsize=None)
def collatz(n):
    return 0 if n == 1 else 1 + collatz(3 * n + 1 if n % 2 else n // 2)

counter = itertools.count(10)
print("ready", next(counter))
