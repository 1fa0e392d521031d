io.stdout:setvbuf("line")
print("spinning")
local n = 0
while true do n = (n * 1103515245 + 12345) & 0x7fffffff end
