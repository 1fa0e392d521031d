/// How the interpreter of one language is started and brought to serve runs, one after another, with its state kept.
///
/// What follows is the same for every language: ``DriverRequest`` and ``DriverMessage`` on descriptor 3.
struct Evaluator: Sendable, Equatable {
    /// The interpreter's absolute path.
    let path: String
    /// What follows the path on its command line.
    let arguments: [String]
    /// The program that serves the runner inside the interpreter: the first message on the control socket.
    let driver: [UInt8]
}
