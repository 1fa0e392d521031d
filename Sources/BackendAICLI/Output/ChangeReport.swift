import BackendAIKit
import Core

/// What came of a change, as it is printed: a line for people, and for programs the original's `{"ok", "msg", …}`.
struct ChangeReport {
    /// What the original calls the thing: `user`.
    let noun: String
    /// What the original calls the deed: `add`, `update`, `deletion`.
    let action: String
    /// What people read: `user a@b.c is added`.
    let done: String
    /// What programs get beside `ok` and `msg`.
    var members: [JSONValue.Member] = []
    /// What people get on standard output: what only the answer says.
    var shown: [Field] = []
}

extension ResultPrinter {
    /// Prints what came of a change.
    ///
    /// - Throws: An `ExitCode` or ``CommandFailure`` when the manager refused it.
    func change(_ result: ChangeResult, _ report: ChangeReport) throws {
        guard result.isDone else { return try refused(result, report) }
        var members: [JSONValue.Member] = [.init("ok", true), .init("msg", .string(result.message))]
        members += report.members
        if let item = result.item { members.append(.init(report.noun, item)) }
        try value(.object(members)) {
            if let item = result.item, !report.shown.isEmpty { try self.item(item, fields: report.shown) }
        }
        console.done(report.done)
    }

    /// Prints that something was done that has no answer.
    func done(_ text: String, _ members: [JSONValue.Member] = []) throws {
        try value(.object([.init("ok", true), .init("msg", .string(text))] + members)) {}
        console.done(text)
    }

    private func refused(_ result: ChangeResult, _ report: ChangeReport) throws {
        let failure = CommandFailure(what: "the \(report.action) of a \(report.words) was refused", why: result.message)
        guard format.isForPrograms else { throw failure }
        let members: [JSONValue.Member] = [
            .init("ok", false), .init("msg", .string(result.message)), .init("item_name", .string(report.noun)),
            .init("action_name", .string(report.action)),
        ]
        try value(.object(members + report.members)) {}
        throw failure
    }
}

extension ChangeReport {
    /// The thing's name as words.
    fileprivate var words: String { noun.split(separator: "_").joined(separator: " ") }
}
