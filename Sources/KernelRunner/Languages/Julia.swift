extension Language {
    /// Julia.
    static func julia(path: String) -> Language {
        interpreted("julia", path: path, ["-e"], file: "main.jl")
            .keeping(.driven(path: path, [], file: "driver.jl", driver))
    }
}

/// A module of its own, since a name of Base that is used in Main can no longer be the program's own there.
private let driver = #"""
    module __kernel_runner

    const requests = Base.fdio(3, true)
    const replies = Base.fdio(4, true)
    const streams = (stdout, stderr)

    function reply(words...)
        write(replies, join(words, " ") * "\n")
        flush(replies)
    end

    # An interrupt between runs is thrown when the line has been read, and means nothing.
    function request()
        line = ""
        try
            disable_sigint(() -> line = readline(requests))
        catch problem
            problem isa InterruptException || rethrow()
        end
        return split(line)
    end

    function open_streams(path)
        previous = stdin
        redirect_stdin(open(path))
        previous isa IOStream && close(previous)
        stdout === streams[1] || redirect_stdout(streams[1])
        stderr === streams[2] || redirect_stderr(streams[2])
    end

    function flush_all()
        for stream in (stdout, stderr)
            try
                flush(stream)
            catch
            end
        end
        Base.Libc.flush_cstdio()
    end

    const whole = (:meta, :import, :using, :export, :module, :error, :incomplete, :thunk, :global)

    # As in the REPL, loops at the top may then assign to global variables.
    soft(statement) = statement isa Expr && !(statement.head in whole) ?
        Expr(:block, Expr(:softscope, true), statement) : statement

    function evaluate(text, interactive)
        code = Base.parse_input_line(text; filename = "none")
        if interactive && code isa Expr && code.head === :toplevel
            code = Expr(:toplevel, map(soft, code.args)...)
        end
        value = Core.eval(Main, code)
        if interactive && value !== nothing && !occursin(r";\s*(#.*)?$", text)
            io = IOContext(stdout, :limit => true, :module => Main)
            Base.invokelatest(show, io, MIME("text/plain"), value)
        end
    end

    # The frames from the evaluation on are ours.
    function report(problem)
        if isdefined(Base, :current_exceptions) && isdefined(Base, :scrub_repl_backtrace)
            Base.invokelatest(Base.display_error, stderr, Base.scrub_repl_backtrace(current_exceptions()))
        else
            print(stderr, "ERROR: ")
            Base.invokelatest(showerror, stderr, problem, catch_backtrace())
            println(stderr)
        end
    end

    # Gives the exit code, and whether an interrupt was the end.
    function run(number, flags, text)
        try
            reply("B", number)
            evaluate(text, flags & 2 != 0)
            return 0, 0
        catch problem
            try
                report(problem)
            catch
            end
            return problem isa InterruptException ? (130, 1) : (1, 0)
        end
    end

    function complete(text)
        word = match(r"[\w.!@]*\z", text)
        isempty(word.match) && return
        id = Base.PkgId(Base.UUID("3fa0cd96-eef1-5676-8a61-b3b8758bbffb"), "REPL")
        completions = Base.require(id).REPLCompletions
        found, range, _ = Base.invokelatest(completions.completions, text, lastindex(text), Main)
        start = word.offset < first(range) ? text[word.offset:prevind(text, first(range))] : ""
        names = [start * Base.invokelatest(completions.completion_text, candidate) for candidate in found]
        foreach(println, first_ones(sort!(unique!(filter!(!startswith("__kernel_runner"), names)))))
    end

    first_ones(names) = names[1:min(1000, end)]

    function serve()
        Base.exit_on_sigint(false)
        for descriptor in (3, 4)
            ccall(:fcntl, Cint, (Cint, Cint, Cint...), descriptor, 2, 1) # closed in programs that are run
        end
        reply("H")
        while true
            words = request()
            if isempty(words)
                eof(requests) && exit(0)
                continue
            end
            code, interrupted = 0, 0
            if words[1] == "run"
                open_streams(words[5])
                code, interrupted = run(words[2], parse(Int, words[3]), read(words[4], String))
            else
                try
                    complete(read(words[3], String))
                catch
                end
            end
            flush_all()
            reply("F", words[2], code, interrupted)
        end
    end

    end

    __kernel_runner.serve()
    """#
