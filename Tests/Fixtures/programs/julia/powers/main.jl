# Big integers in base 16, more than a megabyte of digits.
function main()
    out = IOBuffer()
    n = big(1)
    for k in 1:1500
        n *= 127
        println(out, k, ' ', string(n, base = 16))
    end
    write(stdout, take!(out))
end

main()
