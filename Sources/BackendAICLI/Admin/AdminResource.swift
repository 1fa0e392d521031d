import ArgumentParser
import BackendAIKit
import Core

struct AdminResource: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resource", abstract: "What the cluster has, and what was used of it",
        subcommands: [
            QuerySlots.self, FolderTypes.self, DockerRegistries.self, RecalculateUsage.self, UsagePerMonth.self,
            UsagePerPeriod.self, CheckPresets.self,
        ])

    struct QuerySlots: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "query-slots", abstract: "List the slots of the cluster")

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let slots = try await context.client().resources.slots()
            try context.printer(output).value(slots) {
                for slot in slots.members ?? [] { try context.console.line("\(slot.name) (\(slot.value.cell))") }
            }
        }
    }

    struct FolderTypes: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "vfolder-types", abstract: "List whose folders may be: a user's, a group's")

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let types = try await context.client().resources.folderTypes()
            try context.printer(output).value(types) {
                for type in types.items ?? [] { try context.console.line(type.cell) }
            }
        }
    }

    struct DockerRegistries: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "docker-registries", abstract: "List the registries that images come from")

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let registries = try await context.client().resources.registries()
            try context.printer(output).value(registries) {
                let rows = (registries.members ?? []).map { [$0.name, $0.value.cell] }
                if rows.isEmpty { return context.console.note("no registries") }
                try context.console.line(Table(columns: ["Registry", "Address"], rows: rows).text)
            }
        }
    }

    struct RecalculateUsage: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "recalculate-usage", abstract: "Count anew what is occupied")

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.client().resources.recalculateUsage()
            try context.printer(output).done("what is occupied was counted anew")
        }
    }

    struct UsagePerMonth: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "usage-per-month", abstract: "Show what groups used in a month")

        @Argument(help: ArgumentHelp("The month, such as 202611", valueName: "yyyymm"))
        var month: String

        @Argument(help: ArgumentHelp("The groups; all when absent", valueName: "group-ids"))
        var groups: [String] = []

        @OptionGroup var output: OutputOptions

        func validate() throws {
            guard month.utf8.count == 6, month.utf8.allSatisfy({ (48...57).contains($0) }) else {
                throw ValidationError("`\(month)` is no month; write it as 202611")
            }
        }

        func run(in context: CommandContext) async throws {
            let usage = try await context.client().resources.usage(inMonth: month, groups: groups)
            try context.printer(output).usage(usage)
        }
    }

    struct UsagePerPeriod: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "usage-per-period",
            abstract: "Show what a group used between two days", discussion: "At most a hundred days.")

        @Argument(help: ArgumentHelp("The group", valueName: "group-id"))
        var group: String

        @Argument(help: ArgumentHelp("The first day, such as 20261101", valueName: "yyyymmdd"))
        var startDate: String

        @Argument(help: ArgumentHelp("The last day", valueName: "yyyymmdd"))
        var endDate: String

        @OptionGroup var output: OutputOptions

        func validate() throws {
            for day in [startDate, endDate]
            where day.utf8.count != 8 || !day.utf8.allSatisfy({ (48...57).contains($0) }) {
                throw ValidationError("`\(day)` is no day; write it as 20261101")
            }
        }

        func run(in context: CommandContext) async throws {
            let usage = try await context.client().resources.usage(from: startDate, to: endDate, group: group)
            try context.printer(output).usage(usage)
        }
    }

    struct CheckPresets: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "check-presets",
            abstract: "Show what you may use, what you use, and which presets fit into the rest")

        @Option(name: .shortAndLong, help: ArgumentHelp("In which group", valueName: "name"))
        var group: String?

        @Option(
            name: [.long, .customLong("sgroup")], help: ArgumentHelp("In which scaling group", valueName: "name"))
        var scalingGroup: String?

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let answer = try await context.client().resources.presets(group: group, scalingGroup: scalingGroup)
            try context.printer(output).value(answer) {
                try context.console.page(PresetReport(answer: answer).text)
            }
        }
    }
}
