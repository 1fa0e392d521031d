import json

from shapes import area
from shapes.named import Rectangle

with open("shapes.json") as file:
    shapes = json.load(file)
for shape in shapes:
    print(f"{shape['kind']:10}{area(shape):8.2f}")
square = Rectangle.square(4)
print(square, area({"kind": "rectangle", "sides": [square.width, square.height]}))
with open("areas.json", "w") as file:
    json.dump({s["kind"]: round(area(s), 3) for s in shapes}, file, indent=2, sort_keys=True)
print(open("areas.json").read())
