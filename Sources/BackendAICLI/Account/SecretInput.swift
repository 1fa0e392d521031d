import ArgumentParser
import Core
import Glibc

/// Where a secret comes from: a file, the terminal without echo, or a line of standard input; never the command line.
struct SecretOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read the secret from a file instead of asking; `-` is standard input", valueName: "file"),
        completion: .file())
    var secretFile: String?

    /// The secret.
    ///
    /// - Throws: ``CommandFailure`` when there is none, ``SecretInput/Interrupted`` for Ctrl-C.
    func read(_ prompt: String) throws -> SecretKey {
        switch secretFile {
        case nil, "-": try SecretInput.ask(prompt)
        case let path?: try SecretInput.file(path)
        }
    }
}

/// Reads what must not be seen.
enum SecretInput {
    /// The user gave up.
    struct Interrupted: Error {}

    /// The first line of a file.
    static func file(_ path: String) throws -> SecretKey {
        let text: String
        do {
            text = try FileText.read(path)
        } catch {
            throw CommandFailure(status: .invalidArgument, what: "\(error)")
        }
        let line = text.prefix { !$0.isNewline }
        guard !line.isEmpty else {
            throw CommandFailure(status: .invalidArgument, what: "`\(path)` has no secret in its first line")
        }
        return SecretKey(String(line))
    }

    /// Asks at the terminal, without echo; elsewhere takes the next line of standard input.
    static func ask(_ prompt: String) throws -> SecretKey {
        let line = isatty(STDIN_FILENO) == 1 ? try typed(prompt) : readLine()
        guard let line, !line.isEmpty else {
            throw CommandFailure(
                status: .invalidArgument, what: "nothing was given for `\(prompt)`",
                hint: "type it, give it on standard input, or name a file by `--secret-file`")
        }
        return SecretKey(line)
    }

    /// Asks for what may be seen; at the terminal, or the next line of standard input.
    static func askOpenly(_ prompt: String) throws -> String {
        if isatty(STDIN_FILENO) == 1 { try? writeAll(Array("\(prompt): ".utf8), to: STDERR_FILENO) }
        guard let line = readLine(), !line.isEmpty else {
            throw CommandFailure(status: .invalidArgument, what: "nothing was given for `\(prompt)`")
        }
        return line
    }

    private static func typed(_ prompt: String) throws -> String? {
        guard let terminal = LocalTerminal() else { return readLine() }
        defer {
            terminal.restore()
            try? writeAll([UInt8(ascii: "\n")], to: STDERR_FILENO)
        }
        try? writeAll(Array("\(prompt): ".utf8), to: STDERR_FILENO)
        var line = TypedLine()
        while true {
            var byte: UInt8 = 0
            guard Glibc.read(STDIN_FILENO, &byte, 1) == 1 else { return line.text }
            switch line.take(byte) {
            case .more: continue
            case .end: return line.text
            case .interrupted: throw Interrupted()
            }
        }
    }
}

/// A line that is typed key by key, with the keys that mend it.
struct TypedLine: Equatable {
    /// What a key has done.
    enum Outcome: Equatable {
        case more
        case end
        case interrupted
    }

    private var bytes: [UInt8] = []

    /// The line so far.
    var text: String { String(decoding: bytes, as: UTF8.self) }

    /// Takes a key: text, Enter, Ctrl-D at the end, Ctrl-C, Backspace, Ctrl-U for the whole line.
    mutating func take(_ byte: UInt8) -> Outcome {
        switch byte {
        case 3: return .interrupted
        case 4, UInt8(ascii: "\r"), UInt8(ascii: "\n"): return .end
        case 8, 127:
            // A character may be of several bytes.
            while let last = bytes.popLast(), last & 0xc0 == 0x80 {}
        case 21: bytes = []
        case 0..<32: break
        default: bytes.append(byte)
        }
        return .more
    }
}
