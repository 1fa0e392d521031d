struct Refused <: Exception
    why::String
end
Base.showerror(io::IO, e::Refused) = print(io, "refused, ", e.why)

function check(text)
    n = tryparse(Int, text)
    n === nothing && throw(Refused("no number: $text"))
    n < 0 && throw(DomainError(n, "negative"))
    return isqrt(n)
end

function main()
    bad = 0
    for line in eachline()
        try
            println(check(line))
        catch e
            bad += e isa Refused ? 1 : 10
            println(stderr, e isa Refused ? sprint(showerror, e) : string(typeof(e)))
        end
    end
    return bad
end

atexit(() -> println("at exit"))
exit(main())
