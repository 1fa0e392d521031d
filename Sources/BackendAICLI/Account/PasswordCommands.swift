import ArgumentParser
import BackendAIKit
import Core

struct UpdatePasswordCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "update-password",
        abstract: "Change your password",
        discussion: "Passwords on the command line are seen by everybody on this machine; leave them out to be asked."
    )

    @Argument(help: ArgumentHelp("For scripts of the original's client: the old password", visibility: .hidden))
    var old: String?

    @Argument(help: ArgumentHelp("The new one", visibility: .hidden))
    var new: String?

    @Argument(help: ArgumentHelp("The new one again", visibility: .hidden))
    var again: String?

    func validate() throws {
        guard old == nil || again != nil else {
            throw ValidationError("give the old password, the new one and the new one again, or nothing to be asked")
        }
    }

    func run(in context: CommandContext) async throws {
        if old != nil { NewPassword.warn(context.console) }
        let present = try old.map { SecretKey($0) } ?? SecretInput.ask("Old password")
        let wanted = try NewPassword.read(new, again)
        try await context.client().accounts.updatePassword(old: present, new: wanted)
        context.console.note("backend.ai: the password is changed")
    }
}

struct UpdateExpiredPasswordCommand: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "update-password-no-auth",
        abstract: "Change a password that has expired, without a login",
        discussion: "Passwords on the command line are seen by everybody on this machine; leave them out to be asked."
    )

    @Argument(help: "The account's domain")
    var domain: String

    @Argument(help: "The account's e-mail address or name")
    var user: String

    @Argument(help: ArgumentHelp("For scripts of the original's client: the present password", visibility: .hidden))
    var current: String?

    @Argument(help: ArgumentHelp("The new one", visibility: .hidden))
    var new: String?

    func validate() throws {
        guard current == nil || new != nil else {
            throw ValidationError("give the present password and the new one, or neither to be asked")
        }
    }

    func run(in context: CommandContext) async throws {
        if current != nil { NewPassword.warn(context.console) }
        let present = try current.map { SecretKey($0) } ?? SecretInput.ask("Present password")
        let wanted = try NewPassword.read(new, new)
        try await context.client().accounts.updatePassword(
            ofUser: user, domain: domain, current: present, new: wanted)
        context.console.note("backend.ai: the password of \(user) is changed")
    }
}

/// A password that is to be, given twice.
enum NewPassword {
    /// Reads what was not given.
    ///
    /// - Throws: ``CommandFailure`` when the two differ.
    static func read(_ first: String?, _ second: String?) throws -> SecretKey {
        let first = try first.map { SecretKey($0) } ?? SecretInput.ask("New password")
        let second = try second.map { SecretKey($0) } ?? SecretInput.ask("New password again")
        guard first == second else {
            throw CommandFailure(status: .invalidArgument, what: "the two new passwords differ")
        }
        return first
    }

    static func warn(_ console: Console) {
        console.note("backend.ai: warning: passwords on the command line are seen by everybody on this machine")
    }
}
