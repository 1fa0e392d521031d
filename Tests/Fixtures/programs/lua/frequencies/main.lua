-- Letters by how often they come, as bars.
local counts, most = {}, 0
for line in io.lines() do
  for letter in line:lower():gmatch("%a") do
    counts[letter] = (counts[letter] or 0) + 1
    most = math.max(most, counts[letter])
  end
end
local letters = {}
for letter in pairs(counts) do letters[#letters + 1] = letter end
table.sort(letters, function(a, b)
  if counts[a] ~= counts[b] then return counts[a] > counts[b] end
  return a < b
end)
for i = 1, 6 do
  local letter = letters[i]
  print(("%s %2d %s"):format(letter, counts[letter], ("#"):rep(counts[letter] * 20 // most)))
end
