class Point:
    def __init__(self, x): self.x = x
    def __repr__(self): return f"Point({self.x})"

print([Point(n) for n in (longest, next(counter))], "itertools" in globals())
