for line in eachline(stdin)
    println(line, " ", length(line), " ", ncodeunits(line), " ", reverse(line), " ", uppercase(line))
end
λ = x -> 2x
größe = Dict("ß" => 1)
println(λ(21), " ", größe["ß"], " ", π ≈ 3.14159265358979, " ", '∑', " ", "naïve"[1:3], " ", Int('é'))
println(repr("\u65e5\u672c"), " ", [codepoint(c) for c in "a€🐍"], " ", 3 ∈ [1, 2, 3], " ", 7 ÷ 2)
