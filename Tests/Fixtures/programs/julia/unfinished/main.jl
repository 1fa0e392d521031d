function twice(n)
    return 2n

println(twice(21))
