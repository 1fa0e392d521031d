data = read(stdin)
write(stdout, reverse(data), 0x0a, [0xff, 0xc0], 0x0a)
println(length(data), " ", isvalid(String, data), " ", bytes2hex(data), " ", Int.(data .⊻ 0x80))
println(reinterpret(UInt16, UInt8[1, 2]), " ", hton(0x0102), " ", count(==(0xff), data))
