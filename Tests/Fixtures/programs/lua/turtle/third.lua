setmetatable(turtle, { __concat = function(t, s) return table.concat(t.path, " ") .. s end })
print(turtle .. "!", step(), square(1).y)
