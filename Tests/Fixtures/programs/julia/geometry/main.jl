include("geometry.jl")
using .Geometry

shapes = Shape[]
for line in readlines("shapes.txt")
    kind, numbers... = split(line)
    sizes = parse.(Float64, numbers)
    push!(shapes, kind == "disc" ? Disc(sizes...) : Box(sizes...))
end
for shape in sort(shapes, by = area)
    println(shape, " has ", round(area(shape), digits = 3))
end
open("areas.txt", "w") do file
    foreach(shape -> println(file, area(shape) > 5), shapes)
end
print(read("areas.txt", String), filesize("areas.txt"), "\n")
