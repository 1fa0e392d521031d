import Core

/// A kind of thing that commands list and show, described once.
struct Noun: Sendable {
    /// What one is called: `scaling group`.
    let name: String
    /// What several are called.
    let plural: String
    /// The field that names one: what `-q` prints.
    let identifier: String
    /// All that can be asked for.
    let fields: [Field]
    /// What programs get of each one in a list, when they do not say: the original's choice.
    var record: [String]
    /// What people see of each one in a list; as programs when empty.
    var columns: [String] = []
    /// What is shown of a single one; as in a list when empty.
    var details: [String] = []

    /// The fields of a list or of a single one.
    ///
    /// - Parameters:
    ///   - choice: What `--fields` says, separated by commas; in that order.
    ///   - names: What it is when nothing is said.
    /// - Returns: The fields.
    /// - Throws: ``CommandFailure`` for a name that is no field.
    func fields(choice: String?, otherwise names: [String]) throws(CommandFailure) -> [Field] {
        guard let choice else { return try names.map { name throws(CommandFailure) in try field(name) } }
        let chosen = choice.split(separator: ",").map { $0.filter { $0 != " " } }
        guard !chosen.isEmpty else {
            throw CommandFailure(status: .invalidArgument, what: "`--fields` names no field", hint: known)
        }
        return try chosen.map { name throws(CommandFailure) in try field(name) }
    }

    /// The field called `name`, by either of its names.
    func field(_ name: String) throws(CommandFailure) -> Field {
        if let field = fields.first(where: { $0.name == name }) ?? fields.first(where: { $0.key == name }) {
            return field
        }
        let nearest = NearestName.suggestion(for: name, among: fields.map(\.name))
        throw CommandFailure(
            status: .invalidArgument,
            what: "\(plural) have no field `\(name)`",
            hint: nearest.map { "did you mean `\($0)`?" } ?? known
        )
    }

    /// The same where programs and people get more of each one, behind what they get else.
    func showing(more names: [String]) -> Noun {
        var noun = self
        noun.record += names.filter { !record.contains($0) }
        noun.columns = noun.record
        return noun
    }

    /// The same where programs get more of each one.
    func recording(more names: [String]) -> Noun {
        var noun = self
        noun.record += names.filter { !record.contains($0) }
        return noun
    }

    /// The same where programs and people get one more field, behind another one.
    func showing(_ name: String, after other: String) -> Noun {
        func inserted(_ names: [String]) -> [String] {
            guard !names.contains(name), let index = names.firstIndex(of: other) else { return names }
            return Array(names[...index]) + [name] + Array(names[(index + 1)...])
        }
        var noun = self
        noun.record = inserted(record)
        noun.columns = inserted(columns)
        return noun
    }

    private var known: String { "the fields are \(fields.map(\.name).joined(separator: ", "))" }
}
