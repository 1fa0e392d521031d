import BackendAIKit
import Core

/// What the file of contexts says.
///
/// A pure value; ``ContextStore`` reads and writes it.
struct ContextFile: Sendable, Equatable {
    /// A line that is not understood.
    struct Malformed: Error, Equatable, CustomStringConvertible {
        /// Counted from 1.
        let line: Int
        let reason: String

        var description: String { "line \(line) \(reason)" }
    }

    /// The one that is used unless another is named; nil for the stack of this machine.
    var current: String?
    var contexts: [String: StoredContext] = [:]

    /// No contexts.
    init() {}

    /// Reads the file's text.
    init(parsing text: String) throws(Malformed) {
        var section: String?
        var first: [String: Int] = [:]
        // By scalars: CRLF is one character.
        for (index, line) in text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let number = index + 1
            switch TOMLLine(parsing: String(line.last == "\r" ? line.dropLast() : line)) {
            case .blank: continue
            case .table(let path):
                guard path.count == 2, path[0] == "contexts", ContextName.isValid(path[1]), contexts[path[1]] == nil
                else { throw Malformed(line: number, reason: "names no new context") }
                section = path[1]
                first[path[1]] = number
                contexts[path[1]] = StoredContext(endpoint: "")
            case .text("current", let name) where section == nil: current = name
            case .text(let key, let value):
                guard let section, set(key, value, of: section) else {
                    throw Malformed(
                        line: number, reason: "sets the unknown key `\(key)`, or a value that it cannot have")
                }
            case .flag("skip-certificate-validation", let value):
                guard let section else { throw Malformed(line: number, reason: "stands outside a context") }
                contexts[section]?.skipsCertificate = value
            default: throw Malformed(line: number, reason: "is not understood")
            }
        }
        for (name, context) in contexts where (try? Endpoint(parsing: context.endpoint)) == nil {
            throw Malformed(line: first[name] ?? 1, reason: "begins a context without an `endpoint` that is a URL")
        }
    }

    private mutating func set(_ key: String, _ value: String, of name: String) -> Bool {
        switch key {
        case "endpoint": contexts[name]?.endpoint = value
        case "type":
            guard let kind = EndpointKind(rawValue: value) else { return false }
            contexts[name]?.kind = kind
        case "domain": contexts[name]?.domain = value
        case "group": contexts[name]?.group = value
        case "access-key":
            let secret = contexts[name]?.keypair?.secretKey ?? SecretKey("")
            contexts[name]?.keypair = Keypair(accessKey: AccessKey(rawValue: value), secretKey: secret)
        case "secret-key":
            let access = contexts[name]?.keypair?.accessKey ?? AccessKey(rawValue: "")
            contexts[name]?.keypair = Keypair(accessKey: access, secretKey: SecretKey(value))
        default: return false
        }
        return true
    }

    /// The text to write, contexts in the order of their names.
    var text: String {
        var lines = ["# Written by `backend.ai context` and `backend.ai login`; comments are not kept."]
        if let current { lines.append("current = \(TOMLLine.quoted(current))") }
        for (name, context) in contexts.sorted(by: { $0.key < $1.key }) {
            lines += ["", "[contexts.\(TOMLLine.quoted(name))]", "endpoint = \(TOMLLine.quoted(context.endpoint))"]
            lines.append("type = \(TOMLLine.quoted(context.kind.rawValue))")
            if let domain = context.domain { lines.append("domain = \(TOMLLine.quoted(domain))") }
            if let group = context.group { lines.append("group = \(TOMLLine.quoted(group))") }
            if let keypair = context.keypair {
                lines.append("access-key = \(TOMLLine.quoted(keypair.accessKey.rawValue))")
                lines.append("secret-key = \(TOMLLine.quoted(keypair.secretKey.reveal()))")
            }
            if context.skipsCertificate { lines.append("skip-certificate-validation = true") }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    /// The context of a name.
    ///
    /// - Throws: ``CommandFailure`` with the nearest name when there is none.
    func context(_ name: String) throws(CommandFailure) -> StoredContext {
        if let context = contexts[name] { return context }
        let names = contexts.keys.sorted() + [ContextName.local]
        let near = NearestName.suggestion(for: name, among: names)
        throw CommandFailure(
            status: .invalidArgument, what: "there is no context `\(name)`",
            hint: near.map { "did you mean `\($0)`?" } ?? "`backend.ai context list` shows those that there are")
    }
}
