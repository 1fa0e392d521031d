import ArgumentParser
import BackendAIKit
import Core

extension AdminUser {
    struct Add: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "add",
            abstract: "Add a user",
            discussion: """
                The password is asked for at the terminal, or is the first line of standard input or of --secret-file. As \
                an argument it is taken, too, but others on this machine can read it there.
                """)

        @Argument(help: "The user's domain")
        var domain: String

        @Argument(help: "The user's address")
        var email: String

        @Argument(help: "The password; `-` or nothing asks for it")
        var password: String?

        @Option(name: .shortAndLong, help: ArgumentHelp("A short name", valueName: "name"))
        var username = ""

        @Option(name: [.customShort("n"), .long], help: ArgumentHelp("The full name", valueName: "name"))
        var fullName = ""

        @Option(name: .shortAndLong, help: ArgumentHelp("user, admin, superadmin or monitor", valueName: "role"))
        var role = "user"

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("active, inactive, deleted or before-verification", valueName: "status"))
        var status = "active"

        @Flag(help: "The user has to choose another password")
        var needPasswordChange = false

        @Option(help: ArgumentHelp("The only addresses and networks to come from, comma separated", valueName: "list"))
        var allowedIp: String?

        @Option(help: ArgumentHelp("A note", valueName: "text"))
        var description = ""

        @Flag(help: "The user may become root in sessions")
        var sudoSessionEnabled = false

        @OptionGroup var secret: SecretOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let password = try PasswordArgument(text: password, secret: secret).read(context.console)
            var input = ChangeInput()
            input.set("password", text: password)
            input.set("role", text: role)
            input.set("status", text: status)
            input.set("need_password_change", flag: needPasswordChange)
            input.set("description", text: description)
            input.set("domain_name", text: domain)
            input.set("totp_activated", flag: false)
            input.set("sudo_session_enabled", flag: sudoSessionEnabled)
            input.set("username", text: username.isEmpty ? email : username)
            input.set("full_name", text: fullName)
            input.set("allowed_client_ip", list: allowedIp)
            try await context.change(
                "create_user",
                [
                    GraphQLVariable("email", "String!", .string(email)),
                    GraphQLVariable("input", "UserInput!", input.value, for: "props"),
                ],
                item: ["domain_name", "email", "username", "uuid"],
                output: output,
                ChangeReport(noun: "user", action: "add", done: "user \(email) is added"))
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "update",
            abstract: "Change a user",
            discussion: "A password of `-` is asked for, or read from standard input or --secret-file.")

        @Argument(help: "The user's address")
        var email: String

        @Option(
            name: .shortAndLong, parsing: .unconditional,
            help: ArgumentHelp("A new password; `-` asks for it", valueName: "password"))
        var password: String?

        @Option(name: .shortAndLong, help: ArgumentHelp("A short name", valueName: "name"))
        var username: String?

        @Option(name: [.customShort("n"), .long], help: ArgumentHelp("The full name", valueName: "name"))
        var fullName: String?

        @Option(name: [.customShort("d"), .long], help: ArgumentHelp("The domain", valueName: "name"))
        var domainName: String?

        @Option(name: .shortAndLong, help: ArgumentHelp("user, admin, superadmin or monitor", valueName: "role"))
        var role: String?

        @Option(
            name: .shortAndLong,
            help: ArgumentHelp("active, inactive, deleted or before-verification", valueName: "status"))
        var status: String?

        @Option(help: ArgumentHelp("Whether another password has to be chosen", valueName: "yes-or-no"))
        var needPasswordChange: YesNo?

        @Option(help: ArgumentHelp("The only addresses and networks to come from, comma separated", valueName: "list"))
        var allowedIp: String?

        @Option(help: ArgumentHelp("A note", valueName: "text"))
        var description: String?

        @Option(help: ArgumentHelp("Whether the user may become root in sessions", valueName: "yes-or-no"))
        var sudoSessionEnabled: YesNo?

        @Option(help: ArgumentHelp("Which of the user's keypairs stands for the user", valueName: "key"))
        var mainAccessKey: String?

        @OptionGroup var secret: SecretOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            var input = ChangeInput()
            if password != nil || secret.secretFile != nil {
                input.set(
                    "password", text: try PasswordArgument(text: password, secret: secret).read(context.console))
            }
            input.set("username", text: username)
            input.set("full_name", text: fullName)
            input.set("domain_name", text: domainName)
            input.set("role", text: role)
            input.set("status", text: status)
            input.set("need_password_change", flag: needPasswordChange?.isYes)
            input.set("description", text: description)
            input.set("allowed_client_ip", list: allowedIp)
            input.set("sudo_session_enabled", flag: sudoSessionEnabled?.isYes)
            input.set("main_access_key", text: mainAccessKey)
            try await context.change(
                "modify_user",
                [
                    GraphQLVariable("email", "String!", .string(email)),
                    GraphQLVariable("input", "ModifyUserInput!", try input.checked(), for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "user", action: "update", done: "user \(email) is changed",
                    members: [.init("email", .string(email))]))
        }
    }

    /// A password that may stand on the command line, as the original's do, and better does not.
    private struct PasswordArgument {
        let text: String?
        let secret: SecretOptions

        func read(_ console: Console) throws -> String {
            guard let text, text != "-" else { return try secret.read("Password").reveal() }
            console.note(
                "warning: others on this machine can read a password on the command line; leave it out to be asked")
            return text
        }
    }
}
