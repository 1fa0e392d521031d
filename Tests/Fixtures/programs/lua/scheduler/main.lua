-- Coroutines taken in turns, a pipe, closures, and string matching.
local tasks = {}
local function spawn(name, count)
  tasks[#tasks + 1] = coroutine.create(function()
    for i = 1, count do
      print(name, i)
      coroutine.yield()
    end
    return name .. " over"
  end)
end
spawn("long", 3)
spawn("short", 1)
while #tasks > 0 do
  for i = #tasks, 1, -1 do
    local _, word = coroutine.resume(tasks[i])
    if coroutine.status(tasks[i]) == "dead" then
      print(word)
      table.remove(tasks, i)
    end
  end
end
local pipe = io.popen("sort -n > sorted; wc -l < sorted; exit 5")
print(pipe:read("n"), pipe:close())
print(("key = value # note"):match("^(%w+)%s*=%s*(%w+)"), ("x"):rep(3, "-"), ("%5.1f|%-5d|%x"):format(2.25, 42, 255))
goto done
print("never printed")
::done::
print(load("return ...")(table.unpack({ 1, nil, 3 }, 1, 3)))
