# Parses the program without running it.
code = Meta.parseall(read("main.jl", String))
if any(part -> part isa Expr && part.head in (:incomplete, :error), code.args)
    println(stderr, "main.jl: unfinished")
    exit(4)
end
