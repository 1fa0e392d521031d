/// The part of the driver in Python that gives runs their standard streams, and programs our own functions for theirs.
enum PythonStreams {
    /// Comes before ``PythonDriver/text`` serves; the names that it uses and does not define are that text's.
    static let text = #"""
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
            global lines, typed
            if typed is not None:  # nobody asked for it
                try:
                    os.close(typed)
                except OSError:  # the program has closed whatever was open
                    pass
                typed = None
            for descriptor, place in (output, 1), (error, 2):
                os.dup2(descriptor, place)
                os.close(descriptor)
            if not streamed:
                lines, typed = None, private(source)
                source = os.open(os.devnull, os.O_RDONLY)
            os.dup2(source, 0)
            os.close(source)
            sys.stdin = sys.__stdin__ = text_input(0, False)
            if streamed:
                lines = sys.stdin
            sys.stdout = sys.__stdout__ = text_output("stdout", 1)
            sys.stderr = sys.__stderr__ = text_output("stderr", 2)


        typed = None  # the descriptor of the lines for input(), until the program asks for the first
        plain_input = builtins.input


        def ask(prompt, secret):
            global lines, typed
            print(prompt, end="", flush=True)
            if lines is None:
                lines, typed = text_input(typed, True), None
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


        class Finder:
            """Puts our own functions in place when the program imports a module: to import getpass here costs 5 ms."""

            adapted = {"getpass", "matplotlib", "IPython.core.display", "IPython.core.display_functions"}

            @classmethod
            def find_spec(cls, name, path=None, target=None):
                if name not in cls.adapted:
                    return None
                spec = _frozen_importlib_external.PathFinder.find_spec(name, path)
                if spec is None or spec.loader is None:
                    return None
                load = spec.loader.exec_module

                def exec_module(module):
                    load(module)
                    if module.__name__ == "getpass":
                        module.getpass = getpass
                    elif module.__name__ in cls.adapted:
                        adapt(module)

                spec.loader.exec_module = exec_module
                return spec


        sys.meta_path.insert(0, Finder)
        """#
}
