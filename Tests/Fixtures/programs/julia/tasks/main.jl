# Channels, comprehensions, dispatch by several types, macros, matrices, strings and commands.
numbers = Channel{Int}() do channel
    a, b = 0, 1
    while true
        put!(channel, a)
        a, b = b, a + b
    end
end
println(collect(Iterators.take(numbers, 12)))

meet(a::Number, b::Number) = "numbers"
meet(a::Integer, b::Integer) = "integers"
meet(a, b) = "things"
println(join([meet(1, 2), meet(1, 2.5), meet("x", 2)], ", "))

macro twice(expression)
    return quote
        $(esc(expression))
        $(esc(expression))
    end
end
total = [0]
@twice total[1] += 21
println(total[1])
println([1 2; 3 4] * [0 1; 1 0], " ", factorial(big(25)), " ", 1 // 3 + 1 // 6)
println(replace("2024-05-17", r"(\d+)-(\d+)-(\d+)" => s"\3.\2.\1"), " ", match(r"\d+", "ab12c").match)
println(split(read(pipeline(IOBuffer("b\na\n"), `sort`), String)))
lines = asyncmap(n -> n^2, 1:5)
println(lines, " ", mapreduce(string, *, 'a':'e'), " ", (; x = 1, y = "two"))
