extension Runtime {
    /// Python 3 at `path`: the interpreter finds the driver by the bootstrap given to `-c`.
    static func python(path: String) -> Runtime {
        Runtime(path: path, arguments: ["-c", PythonDriver.bootstrap], driver: Array(PythonDriver.text.utf8))
    }
}
