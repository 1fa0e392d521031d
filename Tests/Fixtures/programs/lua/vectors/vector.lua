local Vector = {}
local meta = {
  __index = function(v, name) return name == "length" and (v.x ^ 2 + v.y ^ 2) ^ 0.5 or nil end,
  __len = function() return 2 end,
  __tostring = function(v) return ("(%g, %g)"):format(v.x, v.y) end,
  __eq = function(a, b) return a.x == b.x and a.y == b.y end,
  __lt = function(a, b) return a.x < b.x end,
}
local function new(_, x, y) return setmetatable({ x = x, y = y }, meta) end
meta.__add = function(a, b) return new(nil, a.x + b.x, a.y + b.y) end
meta.__mul = function(a, n) return new(nil, a.x * n, a.y * n) end
return setmetatable(Vector, { __call = new })
