import Core

/// What a driver inside an interpreter is asked to do.
struct DriverRequest: Equatable {
    /// What is done with the code.
    enum Action: Equatable {
        /// It is run.
        case run
        /// It is the text up to the cursor; candidates for its last word are printed, one a line.
        case complete
    }

    /// What is done.
    let action: Action
    /// Names the request in the driver's answer.
    let number: UInt32
    /// Whether the input is descriptor 0; when not, `input()` alone reads it.
    let streamsInput: Bool
    /// Whether the value of a last expression is shown, and tracebacks quote the source.
    let isInteractive: Bool
    /// Whether threads are waited for, and what is registered for the exit is called.
    let isLast: Bool

    /// The request for the code of a run.
    init(_ start: RunStart, number: UInt32) {
        action = start.mode == .complete ? .complete : .run
        self.number = number
        streamsInput = start.streamsInput
        isInteractive = start.isInteractive
        isLast = start.isLast ?? false
    }

    /// As a message of a socket, along with the descriptors of code, input, output and error.
    var message: [UInt8] {
        [UInt8(ascii: action == .run ? "R" : "C")] + number.bigEndianBytes + [flags]
    }

    /// As a line of text, with the paths of code and input.
    func line(code: String, input: String) -> String {
        switch action {
        case .run: "run \(number) \(flags) \(code) \(input)\n"
        case .complete: "complete \(number) \(code)\n"
        }
    }

    private var flags: UInt8 { (streamsInput ? 1 : 0) | (isInteractive ? 2 : 0) | (isLast ? 4 : 0) }
}

/// What a driver says.
///
/// User code shares its process, so each of these may be a forgery.
enum DriverMessage: Equatable {
    /// The interpreter has started.
    case ready
    /// The code of run `number` is about to start, and can be interrupted from now on.
    case begun(number: UInt32)
    /// The code is about to wait for a line of input.
    case waitingInput(isPassword: Bool)
    /// The code has something to show, beside its output: the file that comes along, of this media type.
    case display(type: String)
    /// The code of run `number` has ended.
    case finished(number: UInt32, exitCode: UInt8, byInterrupt: Bool)

    /// The longest message; no driver sends more.
    static let maximumLength = 1 + longestType
    private static let longestType = 200

    /// Reads one message of a socket; nil when it is none.
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
        case (UInt8(ascii: "D"), 4...DriverMessage.maximumLength) where bytes[1...].allSatisfy({ 0x21...0x7e ~= $0 }):
            self = .display(type: String(decoding: bytes[1...], as: UTF8.self))
        default:
            return nil
        }
    }

    /// Reads one line without its end: `H`, `B <number>`, `I <0 or 1>` or `F <number> <exit code> <0 or 1>`.
    init?(line: ArraySlice<UInt8>) {
        let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
            .map { String(decoding: $0, as: UTF8.self) }
        switch (words[0], words.count) {
        case ("H", 1): self = .ready
        case ("B", 2):
            guard let number = UInt32(words[1]) else { return nil }
            self = .begun(number: number)
        case ("I", 2):
            guard let isPassword = DriverMessage.flag(words[1]) else { return nil }
            self = .waitingInput(isPassword: isPassword)
        case ("F", 4):
            guard let number = UInt32(words[1]), let code = UInt8(words[2]), let flag = DriverMessage.flag(words[3])
            else { return nil }
            self = .finished(number: number, exitCode: code, byInterrupt: flag)
        default: return nil
        }
    }

    private static func flag(_ word: String) -> Bool? { ["0": false, "1": true][word] }
}

extension UInt32 {
    fileprivate init(bigEndianBytes bytes: ArraySlice<UInt8>) {
        self = bytes.reduce(0) { $0 << 8 | UInt32($1) }
    }

    fileprivate var bigEndianBytes: [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: self >> $0) }
    }
}
