lengths = Dict{Int,Vector{String}}()
for line in eachline(stdin), word in split(line)
    push!(get!(lengths, length(word), String[]), word)
end
for n in sort(collect(keys(lengths)))
    println(lpad(n, 2), ": ", join(sort(unique(lengths[n])), ", "))
end
println(sum(n * length(words) for (n, words) in lengths), " letters")
