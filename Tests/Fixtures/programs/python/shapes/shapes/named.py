from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Rectangle:
    width: int
    height: int

    @classmethod
    def square(cls, side):
        return cls(side, side)
