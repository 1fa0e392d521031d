local data = io.read("a")
io.write(data:reverse(), "\n", string.pack(">I2s1<i4", 0xC3C3, "\0\x80", -2), "\n")
print(#data, data:byte(1, -1))
print(string.unpack("<I2", data), (data:gsub("[\x80-\xff]", function(c) return ("<%02x>"):format(c:byte()) end)))
