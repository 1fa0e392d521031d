/// The part of the driver in Python that knows what the word before the cursor may become.
enum PythonCompleter {
    /// Loaded when it is first needed; the names that it uses and does not define are those of ``PythonDriver/text``.
    ///
    /// No code of the program runs for an answer but a `__dir__`, which is there for that: attributes are looked up as
    /// `inspect.getattr_static()` does, and nothing is imported.
    static let text = #"""
        import _imp

        KEYWORDS = (
            "False None True and as assert async await break class continue def del elif else except finally for from"
            " global if import in is lambda nonlocal not or pass raise return try while with yield"
        ).split()
        MOST_OFFERED = 1000
        MISSING = object()
        SUFFIXES = {".py", ".pyc", *_imp.extension_suffixes()}
        FUNCTION = type(lambda: None)
        METHODS = FUNCTION, *map(type, (len, str.join, object.__init__, dict.__dict__["fromkeys"]))  # kinds in classes
        SLOT, GETSET = type(FUNCTION.__globals__), type(FUNCTION.__code__)

        class_names = type.__dict__["__dict__"].__get__
        bases = type.__dict__["__mro__"].__get__


        class Cursor:
            """What the text says about its end: the string, brackets and statement that are open there."""

            def __init__(self, text):
                self.text = text
                self.quote = None  # of the string; "#" in a comment
                self.begin = 0  # of what is in the string
                self.start = 0  # of the statement
                self.brackets = []
                place = 0
                while place < len(text):
                    place = self.pass_quoted(place) if self.quote else self.pass_code(place)

            def pass_quoted(self, place):
                """Goes on to the string's end."""
                if self.text[place] == "\\":
                    return place + 2
                if self.text.startswith(self.quote, place) or self.text[place] == "\n" and len(self.quote) == 1:
                    place += len(self.quote)
                    self.quote = None
                    return place
                return place + 1

            def pass_code(self, place):
                char = self.text[place]
                if char in "\"'":
                    self.quote = char * 3 if self.text.startswith(char * 3, place) else char
                    self.begin = place + len(self.quote)
                    return self.begin
                if char == "#":
                    end = self.text.find("\n", place)
                    self.quote = "#" if end < 0 else None
                    return len(self.text) if end < 0 else end
                if char in "([{":
                    self.brackets.append(place)
                elif char in ")]}":
                    del self.brackets[-1:]
                elif char in "\n;:" and not self.brackets:
                    self.start = place + 1
                return place + (2 if char == "\\" else 1)


        def last_word(text):
            """The names and dots at the end."""
            place = len(text)
            while place and (text[place - 1] == "." or ("_" + text[place - 1]).isidentifier()):
                place -= 1
            return text[place:]


        # Looking at objects without their help


        def in_class(kind, name):
            for base in bases(kind):
                if name in class_names(base):
                    return class_names(base)[name]
            return MISSING


        def is_class(value):
            return issubclass(type(value), type)


        def own_names(value):
            """The dictionary of a module or an instance; an empty one if it has none of the usual kind."""
            found = in_class(type(value), "__dict__")
            if is_class(value) or type(found) not in (SLOT, GETSET):
                return {}
            names = found.__get__(value)
            return names if isinstance(names, dict) else {}


        def member(value, name):
            """An attribute; a LookupError if it is not there, or if code would have to make it."""
            found = in_class(type(value), name)
            if type(found) is SLOT and not is_class(value):
                return found.__get__(value)
            if in_class(type(found), "__set__") is not MISSING:
                raise LookupError(name)
            if not is_class(value) and name in own_names(value):
                return own_names(value)[name]
            if is_class(value) and in_class(value, name) is not MISSING:
                found = in_class(value, name)
            if type(found) in (staticmethod, classmethod):
                return found.__func__
            if found is MISSING or type(found) not in METHODS and in_class(type(found), "__get__") is not MISSING:
                raise LookupError(name)
            return found


        def resolve(path):
            """The object that a dotted path of names leads to."""
            first, *rest = path.split(".")
            value = main[first] if first in main else builtins.__dict__[first]
            for name in rest:
                value = member(value, name)
            return value


        def names_of(value):
            """What dir() would list."""
            names = {*own_names(value)}
            for kind in (value, type(value)) if is_class(value) else (type(value),):
                for base in bases(kind):
                    names |= {*class_names(base)}
            for lister in in_class(type(value), "__dir__"), own_names(value).get("__dir__"):
                if type(lister) is FUNCTION:
                    names |= {*(lister() if own_names(value).get("__dir__") is lister else lister(value))}
            return names


        # What the word may be


        def attributes(word):
            path, _, _ = word.rpartition(".")
            return [f"{path}.{name}" for name in names_of(resolve(path)) if str.isidentifier(name)]


        def keys(cursor):
            """The string keys of a dictionary, if the string that is open is its subscript."""
            bracket = cursor.brackets[-1]
            path = last_word(cursor.text[:bracket])
            if cursor.text[bracket : cursor.begin] != "[" + cursor.quote:
                return []
            strings = [key for key in list(dict.keys(resolve(path))) if type(key) is str and key.isprintable()]
            plain = [key for key in strings if cursor.quote not in key and "\\" not in key]
            return [f"{path}[{cursor.quote}{key}{cursor.quote}]" for key in plain]


        def parameters(cursor, word):
            """The keyword arguments of the function whose brackets are open, where an argument begins."""
            bracket = cursor.brackets[-1]
            before = cursor.text[: len(cursor.text) - len(word)].rstrip()
            if cursor.text[bracket] != "(" or before[-1] not in "(,":
                return []
            function = resolve(last_word(cursor.text[:bracket]))
            if is_class(function):
                makers = [in_class(function, name) for name in ("__init__", "__new__")]
                makers = [maker.__func__ if type(maker) is staticmethod else maker for maker in makers]
                function = next((maker for maker in makers if type(maker) is FUNCTION), None)
            while type(function) is FUNCTION and "__wrapped__" in function.__dict__:
                function = function.__dict__["__wrapped__"]
            code = getattr(function, "__code__", None) if type(function) is FUNCTION else None
            if code is None:
                return []
            names = code.co_varnames[code.co_posonlyargcount : code.co_argcount + code.co_kwonlyargcount]
            return [name + "=" for name in names if name not in ("self", "cls", "_cls")]


        def folders(package):
            """Where the modules of a package lie; those of none, on the path."""
            if not package:
                return sys.path
            if package in sys.modules:
                return own_names(sys.modules[package]).get("__path__", ())
            parent, _, name = package.rpartition(".")
            return [os.path.join(folder, name) for folder in folders(parent)]


        def modules(word):
            """The modules and packages that are loaded or can be found in the folders, in zip files not."""
            package, _, _ = word.rpartition(".")
            begin = package + "." if package else ""
            names = {name[len(begin) :].partition(".")[0] for name in [*sys.modules] if name.startswith(begin)}
            for folder in folders(package):
                try:
                    entries = [*os.scandir(folder or ".")]
                except OSError:
                    continue
                for entry in entries:
                    name, dot, suffix = entry.name.partition(".")
                    if dot + suffix in SUFFIXES or os.path.exists(os.path.join(entry.path, "__init__.py")):
                        names.add(name)
            names |= set() if package else {*sys.builtin_module_names}
            return [begin + name for name in names - {"__init__", "__main__"} if name.isidentifier()]


        def imports(statement, word):
            """The names that an import statement may name; None if it is none."""
            kind, space, rest = statement.lstrip().partition(" ")
            if not space or kind not in ("import", "from"):
                return None
            if kind == "import":
                return modules(word) if rest.rpartition(",")[2].strip() == word else []
            module, named, _ = rest.partition(" import")
            if not named:
                return modules(word) if module.strip() == word else ["import"]
            module = module.strip()
            if module.startswith("."):
                return []
            loaded = own_names(sys.modules[module]) if module in sys.modules else {}
            return [*loaded, *(name[len(module) + 1 :] for name in modules(module + "."))]


        def inferred(text, word):
            """What jedi finds, if the program has loaded it: it knows the types of expressions too."""
            jedi = sys.modules.get("jedi")
            if jedi is None:
                return []
            script = jedi.Interpreter(text, [main])
            script._inference_state.allow_unsafe_executions = False  # of properties and the like
            begin = word[: word.rfind(".") + 1]
            return [begin + found.name_with_symbols for found in script.complete()]


        def offers(text):
            """The word at the end of the text, then lists of what it may become."""
            cursor = Cursor(text)
            if cursor.quote:
                place = cursor.brackets[-1] if cursor.brackets else cursor.begin
                word = text[place - len(last_word(text[:place])) :]
                return word, lambda: keys(cursor) if cursor.brackets else []
            word = last_word(text)
            found = imports(text[cursor.start :], word)
            if found is not None:
                return word, lambda: found
            if "." in word:
                return word, lambda: attributes(word), lambda: inferred(text, word)
            names = lambda: [*KEYWORDS, *builtins.__dict__, *main]
            return word, names, lambda: parameters(cursor, word), lambda: inferred(text, word)


        def complete(text):
            """The candidates for the word at the end of the text, public names first."""
            found = set()
            try:
                word, *lists = offers(text[-LONGEST_PARSED:])
            except Exception:
                return []
            for make in lists:
                try:
                    found |= {name for name in make() if type(name) is str and name.startswith(word)}
                except Exception:
                    pass
            place = word.rfind(".") + 1
            return sorted(found, key=lambda name: (name.startswith("_", place), name))[:MOST_OFFERED]


        def suggest(source, number, input, output, error):
            """Prints what the word at the end of the source may become, one a line."""
            os.close(input)
            os.close(error)
            with _io.FileIO(output, "wb") as stream, _io.BufferedWriter(stream) as lines:
                control.send(b"B" + number)
                silence(1)  # what else is written now must not come between
                silence(2)
                for candidate in complete(source.decode("utf-8-sig", "replace")):
                    lines.write(candidate.encode() + b"\n")
        """#
}
