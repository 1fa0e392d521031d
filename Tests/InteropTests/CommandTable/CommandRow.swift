import Core
import TestSupport

/// A command of the official client, and how it ends: there and in our own command line.
///
/// `Tests/Fixtures/interop/commands` holds them in the order in which they run; later ones use what earlier ones made.
struct CommandRow: Sendable, CustomStringConvertible {
    /// What is expected of one of the two clients.
    struct Expectation: Sendable {
        /// The words after the program's name.
        let arguments: [String]
        /// What it reads.
        let input: String
        /// A text after which it is interrupted; nil when it ends by itself.
        let until: String?
        /// The exit code.
        let status: Int32
        /// Lines of standard output.
        let output: LinePatterns
        /// Lines of standard error.
        let error: LinePatterns
        /// Why ours is another, where it is.
        let reason: String?
    }

    /// What the official client is told.
    let arguments: [String]
    /// Who runs it.
    let role: Role
    /// Files that it finds in its directory, by name.
    let files: [(name: String, text: String)]
    /// A program that it needs: `ssh`.
    let need: String?
    /// Nil for a command that is broken there.
    let official: Expectation?
    /// Why it is broken.
    let defect: String?
    /// Ours.
    let own: Expectation

    var description: String { arguments.joined(separator: " ") }

    /// Who runs a command.
    enum Role: String {
        case admin
        case user
        case anonymous
        /// Who has logged in: a cookie instead of a keypair.
        case session

        /// The environment that says so.
        var environment: [String: String] {
            switch self {
            case .admin:
                Self.keypair("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")
            case .user: Self.keypair(OfficialClient.accessKey, OfficialClient.secretKey)
            case .anonymous: ["BACKEND_ENDPOINT_TYPE": "api"]
            case .session: ["BACKEND_ENDPOINT_TYPE": "session"]
            }
        }

        private static func keypair(_ access: String, _ secret: String) -> [String: String] {
            ["BACKEND_ENDPOINT_TYPE": "api", "BACKEND_ACCESS_KEY": access, "BACKEND_SECRET_KEY": secret]
        }
    }
}

extension CommandRow {
    /// The files of the table, in order.
    static let areas = ["1-tenants", "2-cluster", "3-sessions", "4-keepsakes", "5-logins"]

    /// All rows, in order.
    static func all() throws -> [CommandRow] {
        try areas.flatMap { area in
            let file = try FileText.read(Fixtures.path("interop/commands/\(area).json"))
            return try (JSONValue(parsing: Array(file.utf8)).items ?? []).map(CommandRow.init)
        }
    }

    private init(_ row: JSONValue) throws {
        let words = row["run"]?.texts ?? []
        guard !words.isEmpty, let own = row["ours"] else { throw Unreadable(row: row.encodedText) }
        arguments = words
        role = row["as"]?.text.flatMap(Role.init) ?? .admin
        files = (row["files"]?.members ?? []).map { ($0.name, $0.value.text ?? "") }
        need = row["needs"]?.text
        defect = row["official"]?.text
        let input = row["input"]?.text ?? ""
        official = try defect == nil ? row["official"].map { try Expectation($0, arguments: words, input: input) } : nil
        self.own = try Expectation(own, arguments: words, input: input)
    }

    /// A row is not as the table wants it.
    struct Unreadable: Error {
        let row: String
    }
}

extension CommandRow.Expectation {
    fileprivate init(_ value: JSONValue, arguments: [String], input: String) throws {
        self.arguments = value["run"]?.texts ?? arguments
        self.input = value["input"]?.text ?? input
        until = value["until"]?.text
        status = Int32(value["exit"]?.whole ?? 0)
        output = LinePatterns(value["output"]?.texts ?? [])
        error = LinePatterns(value["error"]?.texts ?? [])
        reason = value["why"]?.text
    }
}

extension JSONValue {
    /// The texts of a list.
    fileprivate var texts: [String]? { items.map { $0.compactMap(\.text) } }
}
