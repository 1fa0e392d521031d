module Geometry

export Shape, Disc, Box, area

abstract type Shape end
struct Disc <: Shape
    radius::Float64
end
struct Box <: Shape
    width::Float64
    height::Float64
end

area(d::Disc) = 3.0 * d.radius^2
area(b::Box) = b.width * b.height
Base.show(io::IO, b::Box) = print(io, b.width, " x ", b.height)
Base.show(io::IO, d::Disc) = print(io, "disc of ", d.radius)

end
