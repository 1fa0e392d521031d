/// The program that serves the runner inside the kept Python interpreter; Python 3.8 and later.
///
/// It is read from the control socket by ``PythonDriver/bootstrap`` and not given on the command line,
/// so that `__main__` holds nothing but the user's names and `ps` shows one short line.
///
/// The control socket is the only thing it shares with the runner. User code lives in the same process and
/// can do as it likes with it; the runner trusts no message beyond the run in progress.
enum PythonDriver {
    /// The argument of `python3 -c`.
    static let bootstrap =
        "exec(compile(__import__('os').read(3, 65536), '<kernel runner>', 'exec'), {})"

    /// The program's text; less than one message of 64 KiB.
    static let text = [
        service, PythonStreams.text, kept(PythonDisplay.text, as: "DISPLAY"),
        kept(PythonCompleter.text, as: "COMPLETER"), kept(PythonTracer.text, as: "TRACER"), "serve()\n",
    ].joined(separator: "\n\n\n")

    /// A part that most interpreters never need, as a text: to compile it costs them milliseconds.
    private static func kept(_ part: String, as name: String) -> String { "\(name) = r'''\n\(part)\n'''" }

    private static let service = #"""
        # Serves the kernel runner inside the interpreter that it keeps. Only modules that every
        # interpreter has loaded or built in are imported here: each other one would delay the first run.
        import _ast, _frozen_importlib_external, _io, _signal, _socket, builtins, fcntl, os, sys
        from time import sleep

        HERE = "<kernel runner>"  # the file name of this text, to know its frames by
        RESULT = " result"  # a name that no program can use
        LONGEST_PARSED = 1 << 18  # the syntax tree of a longer text would take seconds and much memory
        PLAIN = {*map(id, (int, float, bool, str, bytes, list, tuple, dict, set))}  # types shown as text at once
        MOST_KEPT = 4 << 20, 1000  # characters and runs of source text kept for tracebacks
        STREAMS = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}

        main = sys.modules["__main__"].__dict__
        handler = _signal.getsignal(_signal.SIGINT)
        sources = {}
        lines = None
        interactive = False  # the run in progress
        figures = None  # shows the open figures of matplotlib, once that draws for us


        def private(descriptor):
            """Moves a descriptor to where neither a guess nor the program's own files meet it."""
            limit = min(os.sysconf("SC_OPEN_MAX"), 1024)
            least = limit // 2 + int.from_bytes(os.urandom(2), "big") % (limit // 4)
            moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, least)
            os.close(descriptor)
            return moved


        control = _socket.socket(_socket.AF_UNIX, _socket.SOCK_SEQPACKET, 0, private(3))


        def leave_fork():
            """In a fork of the program's own: it is no longer the one that the runner talks to."""
            global control
            if control is not None:  # no fork of a fork
                control.close()
                control = None


        os.register_at_fork(after_in_child=leave_fork)


        def kept(name, part):
            """A function of a text that is compiled when it is first called, and takes this one's place."""

            def load(*arguments, **options):
                exec(compile(globals()[part], HERE, "exec"), globals())
                globals()[name](*arguments, **options)

            return load


        show = kept("show", "DISPLAY")
        show_each = kept("show_each", "DISPLAY")
        adapt = kept("adapt", "DISPLAY")
        suggest = kept("suggest", "COMPLETER")
        show_sources = kept("show_sources", "TRACER")
        trace = kept("trace", "TRACER")


        def display(*objects, **options):
            """Display objects in the richest form that they offer: HTML, images, mathematics, else text."""
            show_each(*objects, **options)


        def offer_display():
            """Lends builtins a display(), as a notebook does; to `python3 -c` the name is unknown."""
            names = builtins.__dict__
            if interactive:
                names.setdefault("display", display)
            elif names.get("display") is display:
                del names["display"]


        def execute(source, number):
            control.send(b"B" + number)  # from here on an interrupt finds the handler in place
            offer_display()
            try:
                code = source.decode("utf-8-sig")
            except UnicodeDecodeError:
                code = source  # the compiler says it in its own words
            if not interactive or len(source) > LONGEST_PARSED:
                # As `python3 -c` runs it, by the same name.
                exec(compile(code, "<string>", "exec", 0, True), main)
                return
            name = f"<run {int.from_bytes(number, 'big')}>"
            if code is not source:
                keep(name, code)
            tree = compile(code, name, "exec", _ast.PyCF_ONLY_AST, True)
            last = tree.body[-1] if tree.body else None
            if isinstance(last, _ast.Expr):
                place = {key: getattr(last, key) for key in last._attributes}
                tree.body[-1] = _ast.Assign([_ast.Name(RESULT, _ast.Store(), **place)], last.value, **place)
            exec(compile(tree, name, "exec", 0, True), main)
            value = main.pop(RESULT, None)
            if id(type(value)) in PLAIN:
                print(repr(value), end="")
            elif value is not None:
                show(value, "")


        def keep(name, code):
            """Keeps source text for tracebacks and the inspect module; the oldest goes."""
            sources[name] = code
            while sum(map(len, sources.values())) > MOST_KEPT[0] or len(sources) > MOST_KEPT[1]:
                oldest = next(iter(sources))
                del sources[oldest]
                if "linecache" in sys.modules:
                    sys.modules["linecache"].cache.pop(oldest, None)
            if "linecache" in sys.modules:
                show_sources()


        def report(error):
            """Does what python does with an exception that nobody caught."""
            flush()
            if isinstance(error, SystemExit):
                if not isinstance(error.code, (int, type(None))):
                    print(error.code, file=sys.stderr)
                return
            trace(error)


        def empty(stream, descriptor):
            """Writes what a stream of ours holds; what can't be written must not come out in the next run."""
            for repair in (lambda: None), (lambda: os.set_blocking(descriptor, True)), (lambda: silence(descriptor)):
                try:
                    repair()
                    return stream.flush()
                except OSError:
                    pass


        def silence(descriptor):
            null = os.open(os.devnull, os.O_WRONLY)
            if null != descriptor:
                os.dup2(null, descriptor)
                os.close(null)


        def flush():
            for stream in sys.stdout, sys.stderr:
                try:
                    stream.flush()
                except Exception:  # closed, or the program's own
                    pass
            for descriptor, name in (1, "stdout"), (2, "stderr"):
                try:
                    empty(STREAMS[name], descriptor)
                except ValueError:  # closed or detached
                    pass
            if "ctypes" in sys.modules:  # what C code printed waits in a buffer of libc
                try:
                    sys.modules["ctypes"].CDLL(None).fflush(None)
                except Exception:
                    pass


        def attempt(action, *arguments):
            """Calls `action`, the program's handler of SIGINT in place just as long; returns what it raised."""
            global handler
            try:
                try:
                    _signal.signal(_signal.SIGINT, handler)
                    action(*arguments)
                finally:
                    previous = _signal.signal(_signal.SIGINT, idle)
                    if previous is not None:  # not python's own
                        handler = previous
            except BaseException as error:
                _signal.signal(_signal.SIGINT, idle)  # it may have struck before the line above
                return error


        def idle(signal, frame):
            global struck
            struck = True


        def wait_for_threads():
            if struck:  # between the program's code and here
                raise KeyboardInterrupt
            if "threading" in sys.modules:
                sys.modules["threading"]._shutdown()


        def call_exit_functions():
            import atexit

            atexit._run_exitfuncs()


        def exit_code(error):
            if isinstance(error, SystemExit):
                if isinstance(error.code, (int, type(None))):
                    return (error.code or 0) & 255
                return 1
            if isinstance(error, KeyboardInterrupt):
                return 130
            return 0 if error is None else 1


        def receive():
            # Descriptors that arrive must not land on 0, 1 or 2, which the program may have closed.
            while (descriptor := os.open(os.devnull, os.O_RDWR)) < 3:
                os.set_inheritable(descriptor, True)
            os.close(descriptor)
            message, ancillary, _, _ = control.recvmsg(16, _socket.CMSG_SPACE(16), _socket.MSG_CMSG_CLOEXEC)
            if not message:
                os._exit(0)
            return message[:1], message[1:5], message[5], memoryview(ancillary[0][2]).cast("i").tolist()


        def whole(file):
            """The bytes of a file, which is closed."""
            text = part = os.pread(file, 4096, 0)  # most are short, and an object for the file costs more than that
            while len(part) >= 4096:
                part = os.pread(file, 1 << 20, len(text))
                text += part
            os.close(file)
            return text


        def run(source, number, flags, descriptors):
            """Runs code to its end; returns the exit code, and whether an interrupt was the end."""
            global interactive
            interactive = bool(flags & 2)
            open_streams(flags & 1, *descriptors)
            error = attempt(execute, source, number)
            if interactive and figures is not None:
                drawing = attempt(figures)
                error = drawing if error is None else error
            if error is not None:
                if isinstance(attempt(report, error), MemoryError):  # python's own printer needs less
                    sys.__excepthook__(type(error), error, error.__traceback__)
            code = exit_code(error)
            interrupted = isinstance(error, KeyboardInterrupt)
            error = None
            if flags & 4:  # the last run ends as python does, but an interrupt is not waited out
                if not interrupted and isinstance(attempt(wait_for_threads), KeyboardInterrupt):
                    code, interrupted = 130, True
                attempt(call_exit_functions)
            attempt(flush)
            return code, interrupted


        def serve():
            global struck
            sys.stdout.reconfigure(line_buffering=True)
            _signal.signal(_signal.SIGINT, idle)
            control.send(b"H")
            while True:
                action, number, flags, (file, *descriptors) = receive()
                source = whole(file)
                struck = False
                if action == b"C":
                    attempt(suggest, source, number, *descriptors)
                    code, interrupted = 0, False
                else:
                    code, interrupted = run(source, number, flags, descriptors)
                del source
                if control is None:  # a fork of the program's that came out of its code
                    raise SystemExit(code)
                try:
                    control.send(b"F" + number + bytes((code, interrupted)))
                except OSError:  # the program closed it: the exit code says the same
                    os._exit(code)
        """#
}
