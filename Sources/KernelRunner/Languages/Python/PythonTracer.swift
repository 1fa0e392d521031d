/// The part of the driver in Python that prints exceptions which nobody caught, as python does.
enum PythonTracer {
    /// Loaded when it is first needed; the names that it uses and does not define are those of ``PythonDriver/text``.
    static let text = #"""
        DEEPEST_QUOTED = 10_000  # frames


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


        def trace(error):
            """Prints an exception and where it came from, by the program's own hook if it has one."""
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
        """#
}
