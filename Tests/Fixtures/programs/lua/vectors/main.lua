-- A module with operators, found beside the program, and data that is Lua itself.
local Vector = require "vector"
local points = dofile("points.lua")

local sum = Vector(0, 0)
for i, p in ipairs(points) do
  sum = sum + Vector(p.x, p.y) * p.weight
  print(i, sum, #sum)
end
print(sum == Vector(14, 8), Vector(1, 2) < Vector(2, 1), sum.length, package.loaded.vector == Vector)
local file <close> = assert(io.open("sum.txt", "w+"))
file:write(tostring(sum), "\n")
file:seek("set")
print(file:read("l"), file:read("l"))
