turtle = { x = 0, y = 0, path = {} }
function turtle:go(dx, dy)
  self.x, self.y = self.x + dx, self.y + dy
  self.path[#self.path + 1] = self.x .. "," .. self.y
  return self
end
step = coroutine.wrap(function() for i = 1, math.huge do coroutine.yield(i * i) end end)
print(turtle:go(step(), step()).x)
