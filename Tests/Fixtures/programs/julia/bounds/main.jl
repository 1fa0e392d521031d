# The trace of an uncaught error names directories, so what is shown is the error alone.
function largest(values, n)
    sorted = sort(values, rev = true)
    return [sorted[i] for i in 1:n]
end

try
    println(largest([3, 1, 2], 2))
    println(largest([3, 1, 2], 4))
catch e
    showerror(stderr, e)
    println(stderr)
    exit(1)
end
