"""Sums the sizes of good requests; complains of what it cannot read, and ends with how often it had to."""
import sys

total, unreadable = 0, 0
for number, line in enumerate(sys.stdin, start=1):
    try:
        status, size = line.split()
        if int(status) < 400:
            total += int(size)
    except ValueError as error:
        unreadable += 1
        print(f"line {number}: {error}", file=sys.stderr)
print(total)
sys.exit(unreadable)
