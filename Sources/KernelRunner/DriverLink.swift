import Core

/// The connection between the runner and the driver inside an interpreter.
protocol DriverLink: AnyObject {
    /// The descriptor to poll for ``receive()``.
    var pollDescriptor: CInt { get }
    /// What becomes the interpreter's descriptor 3, and 4 where that is not -1; gone after ``started()``.
    var interpreterEnds: (control: CInt, replies: CInt) { get }
    /// What goes on the interpreter's command line after the evaluator's own arguments.
    var arguments: [String] { get }

    /// Lets go of the interpreter's ends, which it has got.
    func started() throws(SystemCallError)

    /// Gives the driver something to do.
    ///
    /// - Returns: The writing end of the input, non-blocking.
    /// - Throws: ``SystemCallError`` when the interpreter has ended or is about to.
    func send(_ request: DriverRequest, _ code: CodeFile, _ pipes: borrowing ProgramPipes) throws(SystemCallError)
        -> Descriptor

    /// Whether ``receive()`` may give something.
    var hasMessage: Bool { get }

    /// The next message, without waiting for it.
    func receive() -> DriverReception
}

/// What a look at a driver's replies gave.
enum DriverReception: Equatable {
    /// Nothing yet.
    case nothing
    /// A message.
    case message(DriverMessage)
    /// The other end is gone.
    case end
    /// Something that no driver says.
    case nonsense
}
