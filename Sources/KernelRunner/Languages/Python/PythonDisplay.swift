/// The part of the driver in Python that shows objects in a richer form than text, and the figures of matplotlib.
///
/// What an object offers is asked as IPython asks it: by `_repr_mimebundle_` and by `_repr_html_` and its kin.
enum PythonDisplay {
    /// Loaded when it is first needed; the names that it uses and does not define are those of ``PythonDriver/text``.
    static let text = #"""
        import _frozen_importlib

        FORMS = {  # the best first, and the method that makes it
            "text/html": "_repr_html_",
            "image/svg+xml": "_repr_svg_",
            "image/png": "_repr_png_",
            "image/jpeg": "_repr_jpeg_",
            "application/json": "_repr_json_",
            "text/latex": "_repr_latex_",
            "text/markdown": "_repr_markdown_",
            "application/javascript": "_repr_javascript_",
        }
        CANARY = "_ipython_canary_method_should_not_exist_"  # who has this has every name
        LARGEST_SHOWN = 64 << 20  # bytes
        UNREAD = 0x5411  # SIOCOUTQ: how much lies in the socket
        BACKEND = "kernel_runner_figures"


        def has_every_name(value):
            try:
                return getattr(value, CANARY, None) is not None
            except Exception:
                return True


        def call(value, name, **options):
            """What the object's own method returns; None if it has none, or if that fails."""
            try:
                method = getattr(value, name, None)
                result = method(**options) if callable(method) else None
                # Metadata may come along; nobody asks for it here.
                return result[0] if isinstance(result, tuple) and len(result) == 2 else result
            except Exception:
                return None


        def forms(value):
            """The forms that an object offers, the best first; each is made only when it is looked at."""
            if isinstance(value, type) or has_every_name(value):
                return
            if isinstance(value, getattr(sys.modules.get("matplotlib.figure"), "Figure", ())):
                yield "image/png", picture(value)
            bundle = call(value, "_repr_mimebundle_", include=None, exclude=None)
            bundle = bundle if isinstance(bundle, dict) else {}
            yield from forms_of(bundle, lambda name: call(value, name))


        def forms_of(bundle, make=lambda name: None):
            for kind, name in FORMS.items():
                yield kind, bundle[kind] if kind in bundle else make(name)
            for kind, content in bundle.items():
                if isinstance(kind, str) and kind.startswith(("application/", "image/")):
                    yield kind, content


        def from_base64(text):
            import binascii

            content = binascii.a2b_base64(text)
            # What is no base64 it leaves out.
            return content if binascii.b2a_base64(content, newline=False) == "".join(text.split()).encode() else None


        def encode(kind, content):
            """The bytes of a form; None if it is not there, or not what its type says."""
            if content is None or len(kind) > 200 or not all("!" <= char <= "~" for char in kind):
                return None
            try:
                if kind.startswith("image/") and kind != "image/svg+xml" or kind == "application/pdf":
                    if isinstance(content, str):
                        content = from_base64(content)
                    return bytes(memoryview(content)) or None
                if isinstance(content, (bytes, bytearray)):
                    content = content.decode("utf-8", "replace")
                elif isinstance(content, (dict, list)) or kind == "application/json" and not isinstance(content, str):
                    import json

                    content = json.dumps(content)
                return str.encode(content, "utf-8", "replace")
            except Exception:
                return None


        def memory_file():
            try:
                return os.memfd_create("display")
            except AttributeError:  # this python was built where there was no such call
                return os.open("/dev/shm", os.O_TMPFILE | os.O_RDWR)


        def publish(kind, content):
            """Sends a form to the runner, after what was written before it."""
            if control is None:
                return
            if len(content) > LARGEST_SHOWN:
                print(f"{kind} of {len(content)} bytes is not shown: it is larger than 64 MiB", file=sys.stderr)
                return
            flush()
            file = memory_file()
            try:
                rest = memoryview(content)
                while rest:
                    rest = rest[os.write(file, rest) :]
                attached = _socket.SOL_SOCKET, _socket.SCM_RIGHTS, file.to_bytes(4, sys.byteorder)
                control.sendmsg([b"D" + kind.encode()], [attached])
            finally:
                os.close(file)
            wait_until_read()


        def wait_until_read():
            """Waits for the runner to take what was sent, or what is written next would overtake it."""
            pause = 50e-6
            try:
                while any(fcntl.ioctl(control, UNREAD, bytes(4))):
                    sleep(pause)
                    pause = min(2 * pause, 0.01)
            except OSError:  # a kernel that does not tell
                pass


        def publish_best(offered):
            """Sends the first form that is what it says; returns whether there was one."""
            for kind, content in offered:
                content = encode(kind, content)
                if content is not None:
                    publish(kind, content)
                    return True
            return False


        def picture(figure):
            """A figure as PNG, without the empty margin around it."""
            buffer = _io.BytesIO()
            colours = {"facecolor": figure.get_facecolor(), "edgecolor": figure.get_edgecolor()}
            figure.canvas.print_figure(buffer, format="png", dpi=figure.dpi, bbox_inches="tight", **colours)
            manager = getattr(figure.canvas, "manager", None)
            if hasattr(manager, "is_shown"):
                manager.is_shown = True  # the end of the run need not show it again
            return buffer.getvalue()


        def show_figures(*arguments, **options):
            """Shows each open figure that was not shown yet and closes all, as plt.show() and at the end of a run."""
            from matplotlib._pylab_helpers import Gcf

            managers = [manager for manager in Gcf.get_all_fig_managers() if hasattr(manager, "is_shown")]
            try:
                for manager in sorted(managers, key=lambda manager: manager.num):
                    is_empty = len(manager.canvas.figure.get_children()) < 2  # nothing but its background
                    if not manager.is_shown and not is_empty:
                        manager.show()
            finally:
                for manager in managers:
                    Gcf.destroy(manager.num)


        class Backend:
            """Finds and loads the backend by which pyplot draws: matplotlib's own for pictures, and we show them."""

            @classmethod
            def find_spec(cls, name, path=None, target=None):
                return _frozen_importlib.ModuleSpec(name, cls) if name == BACKEND else None

            @staticmethod
            def create_module(spec):
                return None

            @staticmethod
            def exec_module(module):
                global figures
                from matplotlib.backend_bases import FigureManagerBase
                from matplotlib.backends.backend_agg import FigureCanvasAgg

                class FigureManager(FigureManagerBase):
                    is_shown = False

                    def show(self):
                        publish("image/png", picture(self.canvas.figure))

                class FigureCanvas(FigureCanvasAgg):
                    manager_class = FigureManager

                module.FigureCanvas, module.FigureManager, module.show = FigureCanvas, FigureManager, show_figures
                figures = show_figures


        def adapt_matplotlib(module):
            """Chooses our backend where neither the environment nor a matplotlibrc of the user's has chosen one.

            That of a system may name one for a desktop, as Debian's does, and here is none.
            """
            undecided = dict.get(module.rcParams, "backend") is module.rcsetup._auto_backend_sentinel
            if "MPLBACKEND" not in os.environ and module.matplotlib_fname().startswith(("/etc/", "/usr/")):
                undecided = True
            if interactive and control is not None and undecided:
                sys.meta_path.insert(0, Backend)
                module.rcParams["backend"] = "module://" + BACKEND


        def publish_display_data(data, metadata=None, **options):
            """Display data that is there in several forms."""
            if not publish_best(forms_of(data)) and "text/plain" in data:
                print(data["text/plain"])


        def show_each(*objects, raw=False, **options):
            """What display() of IPython does; its other options mean something to a notebook only."""
            for value in objects:
                publish_display_data(value) if raw else show(value)


        def adapt_ipython(module):
            """Brings what IPython would show to us, where it would only print it for want of a notebook."""
            import functools

            def choose(own, theirs):
                @functools.wraps(theirs)
                def chosen(*arguments, **options):
                    return (own if interactive else theirs)(*arguments, **options)

                return chosen

            for own, name in (show_each, "display"), (publish_display_data, "publish_display_data"):
                if name in module.__dict__:
                    setattr(module, name, choose(own, module.__dict__[name]))


        def adapt(module):
            try:
                adapt_matplotlib(module) if module.__name__ == "matplotlib" else adapt_ipython(module)
            except Exception:  # of a version that is made otherwise
                pass


        def show(value, end="\n"):
            """Shows an object in its best form."""
            if not publish_best(forms(value)):
                print(repr(value), end=end)
        """#
}
