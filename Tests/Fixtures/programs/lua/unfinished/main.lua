local function larger(a, b)
  if a > b then return a else return b
end

print(larger(1, 2))
