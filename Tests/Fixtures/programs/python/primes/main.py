"""Every prime below 1,850,000: about a megabyte, in one write and in many."""
import sys

limit = 1_850_000
sieve = bytearray([1]) * limit
sieve[:2] = b"\0\0"
for n in range(2, int(limit**0.5) + 1):
    if sieve[n]:
        sieve[n * n :: n] = bytes(len(range(n * n, limit, n)))
primes = [n for n in range(limit) if sieve[n]]
half = len(primes) // 2
sys.stdout.write("\n".join(map(str, primes[:half])) + "\n")
for n in primes[half:]:
    print(n)
