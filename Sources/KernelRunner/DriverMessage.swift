/// What is said to the driver inside the interpreter, one message of the control socket each.
enum DriverRequest {
    /// Run the code in the first descriptor that comes along; the others become its input, output and error.
    ///
    /// - Parameters:
    ///   - number: Names the run in the driver's answer.
    ///   - streamsInput: Whether the input is descriptor 0; when not, `input()` alone reads it.
    ///   - isInteractive: Whether the value of a last expression is shown, and tracebacks quote the source.
    ///   - isLast: Whether threads are waited for, and what is registered for the exit is called.
    case run(number: UInt32, streamsInput: Bool, isInteractive: Bool, isLast: Bool)

    /// The message's bytes.
    var encoded: [UInt8] {
        switch self {
        case .run(let number, let streamsInput, let isInteractive, let isLast):
            [UInt8(ascii: "R")] + number.bigEndianBytes
                + [(streamsInput ? 1 : 0) | (isInteractive ? 2 : 0) | (isLast ? 4 : 0)]
        }
    }
}

/// What the driver says.
///
/// User code shares its process, so each of these may be a forgery.
enum DriverMessage: Equatable {
    /// The interpreter has started.
    case ready
    /// The code of run `number` is about to start, and can be interrupted from now on.
    case begun(number: UInt32)
    /// The code is about to wait for a line of input.
    case waitingInput(isPassword: Bool)
    /// The code of run `number` has ended.
    case finished(number: UInt32, exitCode: UInt8, byInterrupt: Bool)

    /// The longest message; no driver sends more.
    static let maximumLength = 7

    /// Reads one message; nil when it is none.
    init?(_ bytes: ArraySlice<UInt8>) {
        let bytes = Array(bytes)
        switch (bytes.first, bytes.count) {
        case (UInt8(ascii: "H"), 1):
            self = .ready
        case (UInt8(ascii: "B"), 5):
            self = .begun(number: UInt32(bigEndianBytes: bytes[1...4]))
        case (UInt8(ascii: "I"), 2) where bytes[1] <= 1:
            self = .waitingInput(isPassword: bytes[1] == 1)
        case (UInt8(ascii: "F"), 7) where bytes[6] <= 1:
            let number = UInt32(bigEndianBytes: bytes[1...4])
            self = .finished(number: number, exitCode: bytes[5], byInterrupt: bytes[6] == 1)
        default:
            return nil
        }
    }
}

extension UInt32 {
    fileprivate init(bigEndianBytes bytes: ArraySlice<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    fileprivate var bigEndianBytes: [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
