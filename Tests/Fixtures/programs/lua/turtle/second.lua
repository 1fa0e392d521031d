square = function(n) return turtle:go(n, 0):go(0, n):go(-n, 0):go(0, -n) end
square(step())
print(#turtle.path, turtle.path[#turtle.path])
