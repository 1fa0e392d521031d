import ArgumentParser
import BackendAIKit
import Core
import Glibc

struct AdminAnnouncement: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "announcement", abstract: "What is announced to everybody",
        subcommands: [Get.self, Update.self, Delete.self, Dismiss.self])

    struct Get: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "get", abstract: "Show what is announced")

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let message = try await context.client().manager.announcement()
            let value: JSONValue = ["enabled": .bool(message != nil), "message": JSONValue(message)]
            try context.printer(output).value(value) {
                guard let message else { return context.console.note("no announcement") }
                try context.console.page(message)
            }
        }
    }

    struct Update: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "update",
            abstract: "Announce something",
            discussion:
                "The text is --message, or standard input, or at a terminal what you write in $EDITOR. It may be Markdown."
        )

        @Option(name: .shortAndLong, help: ArgumentHelp("What is announced", valueName: "text"))
        var message: String?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let text = try message ?? written(context)
            guard text.contains(where: { !$0.isWhitespace }) else {
                throw CommandFailure(
                    status: .invalidArgument, what: "there is nothing to announce",
                    hint: "`backend.ai admin announcement delete` takes back what was announced")
            }
            try await context.client().manager.announce(text)
            try context.printer(output).done("announced")
        }

        private func written(_ context: CommandContext) throws -> String {
            if context.console.canAsk { return try TextEditor(environment: context.settings.environment).text() }
            var text = ""
            while let line = context.console.readLine() { text += (text.isEmpty ? "" : "\n") + line }
            return text
        }
    }

    struct Delete: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "delete", abstract: "Take back what was announced", aliases: ["rm"])

        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm("This takes back what is announced.", on: context.console)
            try await context.client().manager.announce(nil)
            try context.printer(output).done("nothing is announced any more")
        }
    }

    struct Dismiss: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "dismiss",
            abstract: "Do not show the same announcement again",
            discussion: "On this machine alone. The original's client shows it no more either: both keep the same file."
        )

        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm("The last announcement will not be shown to you again.", on: context.console)
            guard let message = try await context.client().manager.announcement() else {
                throw CommandFailure(what: "nothing is announced")
            }
            try AnnouncementState(environment: context.settings.environment).keep(message, isDismissed: true)
            try context.printer(output).done("the announcement is not shown again")
        }
    }
}
