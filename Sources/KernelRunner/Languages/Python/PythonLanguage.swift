extension Language {
    /// Python 3: its interpreter finds the driver by the bootstrap given to `-c`.
    static func python(path: String) -> Language {
        Language(
            name: "python", path: path,
            evaluator: Evaluator(
                path: path, arguments: ["-c", PythonDriver.bootstrap], driver: Array(PythonDriver.text.utf8),
                dialogue: .messages),
            form: .argument(["-c"], file: "main.py"),
            build: "if [ -f setup.py ]; then \(path) -m pip install --user -e .; fi",
            exec: execution(of: "main.py", by: path)
        )
    }
}
