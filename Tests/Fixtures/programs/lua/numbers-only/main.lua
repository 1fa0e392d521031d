local sum, bad = 0, 0
for line in io.stdin:lines() do
  local ok, value = pcall(function()
    local n = tonumber(line) or error({ line = line })
    return math.tointeger(n) or error("not whole: " .. n, 0)
  end)
  if ok then
    sum = sum + value
  else
    bad = bad + 1
    io.stderr:write(type(value) == "table" and ("unreadable: %q"):format(value.line) or value, "\n")
  end
end
print(sum, 7 // 2, 7 / 2, 2 ^ 10, 1 << 62, math.maxinteger + 1 == math.mininteger)
os.exit(bad * 16, true)
