square(x::String) = x * x
increase!(c::Counter) = (c.n += 1; c)
push!(numbers, increase!(counter).n)
println(square("ab"), " ", numbers)
