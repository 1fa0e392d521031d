numbers = [3, 1, 2]
square(x) = x^2
mutable struct Counter
    n::Int
end
counter = Counter(40)
println(square.(numbers))
