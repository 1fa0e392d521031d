longest = max(range(1, 3000), key=collatz)
print(longest, collatz(longest), next(counter))
del itertools
