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
    static let text = #"""
        # Serves the kernel runner inside the interpreter that it keeps. Only modules that every
        # interpreter has loaded or built in are imported here: each other one would delay the first run.
        import _ast, _frozen_importlib_external, _io, _signal, _socket, builtins, fcntl, os, sys

        HERE = "<kernel runner>"  # the file name of this text, to know its frames by
        RESULT = " result"  # a name that no program can use
        LONGEST_PARSED = 1 << 18  # the syntax tree of a longer text would take seconds and much memory
        DEEPEST_QUOTED = 10_000  # frames
        MOST_KEPT = 4 << 20, 1000  # characters and runs of source text kept for tracebacks
        STREAMS = {"stdin": sys.stdin, "stdout": sys.stdout, "stderr": sys.stderr}

        main = sys.modules["__main__"].__dict__
        handler = _signal.getsignal(_signal.SIGINT)
        sources = {}
        lines = None


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


        class Input(_io.FileIO):
            """Input that tells the runner when input() or getpass() is about to wait for it."""

            asking = None

            def readinto(self, buffer):
                if self.asking is not None and control is not None:
                    control.send(b"I" + self.asking)
                return super().readinto(buffer)


        def text(buffer, like, **options):
            """A text stream as python itself makes it for standard streams."""
            return _io.TextIOWrapper(buffer, like.encoding, like.errors, "\n", **options)


        def text_input(descriptor, closes):
            raw = Input(descriptor, "rb", closes)
            raw.name = "<stdin>"
            stream = text(_io.BufferedReader(raw), STREAMS["stdin"])
            stream.mode = "r"
            return stream


        def text_output(name, descriptor):
            """The stream made at the start, which loggers may hold, or a new one if the program closed it."""
            stream = STREAMS[name]
            try:
                if not stream.closed:
                    return stream
            except ValueError:  # detached
                pass
            raw = _io.FileIO(descriptor, "wb", False)
            raw.name = f"<{name}>"
            stream = text(_io.BufferedWriter(raw), STREAMS["stdin"], line_buffering=True)
            stream.mode = "w"
            if name == "stderr":
                stream.reconfigure(errors="backslashreplace")
            STREAMS[name] = stream
            return stream


        def open_streams(streamed, source, output, error):
            """Gives a run its descriptors 0, 1, 2 and their objects, whatever an earlier run made of them.

            Input that is not streamed is at its end for all who read descriptor 0; input() alone reads `source`.
            """
            global lines
            for descriptor, place in (output, 1), (error, 2):
                os.dup2(descriptor, place)
                os.close(descriptor)
            if not streamed:
                lines = text_input(private(source), True)
                source = os.open(os.devnull, os.O_RDONLY)
            os.dup2(source, 0)
            os.close(source)
            sys.stdin = sys.__stdin__ = text_input(0, False)
            if streamed:
                lines = sys.stdin
            sys.stdout = sys.__stdout__ = text_output("stdout", 1)
            sys.stderr = sys.__stderr__ = text_output("stderr", 2)


        plain_input = builtins.input


        def ask(prompt, secret):
            print(prompt, end="", flush=True)
            raw = lines.buffer.raw
            raw.asking = secret
            try:
                line = lines.readline()
            finally:
                raw.asking = None
            if not line:
                raise EOFError("EOF when reading a line")
            return line[:-1] if line.endswith("\n") else line


        def input(prompt="", /):
            """Read a string from standard input.  The trailing newline is stripped."""
            if control is None or sys.stdin is not sys.__stdin__:
                return plain_input(prompt)
            return ask(prompt, b"\0")


        builtins.input = input


        def getpass(prompt="Password: ", stream=None):
            """Prompt for a password, with echo turned off."""
            return ask(prompt, b"\1")


        class GetpassFinder:
            """Puts our getpass() in place when the program imports the module: to import it here costs 5 ms."""

            @classmethod
            def find_spec(cls, name, path=None, target=None):
                if name != "getpass":
                    return None
                sys.meta_path.remove(cls)
                spec = _frozen_importlib_external.PathFinder.find_spec(name)
                if spec is None:
                    return None
                load = spec.loader.exec_module

                def exec_module(module):
                    load(module)
                    module.getpass = getpass

                spec.loader.exec_module = exec_module
                return spec


        sys.meta_path.insert(0, GetpassFinder)


        def execute(source, number, interactive):
            control.send(b"B" + number)  # from here on an interrupt finds the handler in place
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
            if value is not None:
                print(repr(value), end="")


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


        def show_sources():
            import linecache

            for name, code in sources.items():
                if name not in linecache.cache:
                    lines = [line + "\n" for line in code.splitlines()]
                    linecache.cache[name] = len(code), None, lines, name


        def hide_frames(error, seen):
            """Takes the frames of this text out of a traceback, and out of those it was raised from."""
            if error is None or id(error) in seen:
                return
            seen.add(id(error))
            links = []
            link = error.__traceback__
            while link is not None:
                if link.tb_frame.f_code.co_filename != HERE:
                    links.append(link)
                link = link.tb_next
            for link, following in zip(links, links[1:] + [None]):
                if link.tb_next is not following:  # to set it looks for a loop, frame by frame
                    link.tb_next = following
            error.__traceback__ = links[0] if links else None
            for other in (error.__cause__, error.__context__, *getattr(error, "exceptions", ())):
                hide_frames(other, seen)


        def is_deep(link):
            """Whether the traceback module would take seconds; python's own printer leaves repetitions out."""
            depth = 0
            while link is not None and depth < DEEPEST_QUOTED:
                link, depth = link.tb_next, depth + 1
            return link is not None


        def report(error):
            """Does what python does with an exception that nobody caught."""
            flush()
            if isinstance(error, SystemExit):
                if not isinstance(error.code, (int, type(None))):
                    print(error.code, file=sys.stderr)
                return
            hide_frames(error, set())
            if sys.excepthook is not sys.__excepthook__:
                try:
                    return sys.excepthook(type(error), error, error.__traceback__)
                except Exception as second:
                    hide_frames(second, {id(error)})
                    print("Error in sys.excepthook:", file=sys.stderr)
                    sys.__excepthook__(type(second), second, second.__traceback__)
                    print("\nOriginal exception was:", file=sys.stderr)
            try:
                if is_deep(error.__traceback__):
                    raise RecursionError
                import traceback

                show_sources()
                traceback.print_exception(type(error), error, error.__traceback__)
            except Exception:  # a module of the program's own that is called like these, or no memory
                sys.__excepthook__(type(error), error, error.__traceback__)


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
            return message[1:5], message[5], memoryview(ancillary[0][2]).cast("i").tolist()


        def serve():
            global struck
            sys.stdout.reconfigure(line_buffering=True)
            _signal.signal(_signal.SIGINT, idle)
            control.send(b"H")
            while True:
                number, flags, (file, *descriptors) = receive()
                with _io.FileIO(file) as code:
                    source = code.read()
                open_streams(flags & 1, *descriptors)
                struck = False
                error = attempt(execute, source, number, flags & 2)
                del source
                if error is not None:
                    attempt(report, error)
                code = exit_code(error)
                interrupted = isinstance(error, KeyboardInterrupt)
                error = None
                if flags & 4:  # the last run ends as python does, but an interrupt is not waited out
                    if not interrupted and isinstance(attempt(wait_for_threads), KeyboardInterrupt):
                        code, interrupted = 130, True
                    attempt(call_exit_functions)
                attempt(flush)
                if control is None:  # a fork of the program's that came out of its code
                    raise SystemExit(code)
                try:
                    control.send(b"F" + number + bytes((code, interrupted)))
                except OSError:  # the program closed it: the exit code says the same
                    os._exit(code)


        serve()
        """#
}
