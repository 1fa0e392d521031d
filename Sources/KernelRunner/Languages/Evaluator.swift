/// How the interpreter of one language is started and brought to serve runs, one after another, with its state kept.
struct Evaluator: Sendable, Equatable {
    /// How the runner and the driver talk.
    enum Dialogue: Sendable, Equatable {
        /// By messages of a socket, which carry descriptors: ``MessageLink``.
        case messages
        /// By lines of text over two pipes: ``LineLink``. The driver is in a file of this name.
        case lines(file: String)
    }

    /// The interpreter's absolute path.
    let path: String
    /// What follows the path on its command line; the path of a driver's file comes after it.
    let arguments: [String]
    /// The program that serves the runner inside the interpreter.
    let driver: [UInt8]
    /// How it does that.
    let dialogue: Dialogue

    /// Whether it serves every run of code, the last one of a session too.
    ///
    /// Where it does not, code after which nothing runs gets a process of its own, exactly as the language's command
    /// would run it, and the interpreter is started when first needed.
    var servesAll: Bool { dialogue == .messages }

    /// An evaluator whose driver is a file, named on the command line.
    ///
    /// - Parameters:
    ///   - path: The interpreter's absolute path.
    ///   - arguments: What goes before the driver's path.
    ///   - file: The name of the driver's file.
    ///   - driver: Its text.
    /// - Returns: The evaluator.
    static func driven(path: String, _ arguments: [String], file: String, _ driver: String) -> Evaluator {
        Evaluator(path: path, arguments: arguments, driver: Array(driver.utf8), dialogue: .lines(file: file))
    }
}
