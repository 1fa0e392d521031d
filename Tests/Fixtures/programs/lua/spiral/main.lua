-- Ulam's spiral: the numbers wound around the middle, primes as stars; about a megabyte.
local half = 500
local limit = (2 * half + 1) ^ 2 // 1
local composite = { true }
for i = 2, math.floor(limit ^ 0.5) do
  if not composite[i] then
    for j = i * i, limit, i do composite[j] = true end
  end
end
local row = {}
for y = half, -half, -1 do
  for x = -half, half do
    local ring = math.max(math.abs(x), math.abs(y))
    local last = (2 * ring + 1) ^ 2 // 1
    local number
    if y == -ring then number = last - ring + x
    elseif x == -ring then number = last - 3 * ring - y
    elseif y == ring then number = last - 5 * ring - x
    else number = last - 7 * ring + y end
    row[x + half + 1] = composite[number] and " " or "*"
  end
  io.write(table.concat(row), "|\n")
end
