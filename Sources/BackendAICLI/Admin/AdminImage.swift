import ArgumentParser
import BackendAIKit
import Core

struct AdminImage: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "image",
        abstract: "Images: what kernels run",
        subcommands: [
            List.self, Info.self, Rescan.self, Alias.self, Dealias.self, Forget.self, SetResourceLimit.self,
        ])

    struct List: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "list", abstract: "List images", aliases: ["ls"])

        @Flag(help: "List images that work for the cluster itself")
        var operation = false

        @OptionGroup var options: ListOptions

        func run(in context: CommandContext) async throws {
            try await context.list(
                .image, options, root: "images", [GraphQLVariable("is_operation", "Boolean", .bool(operation))])
        }
    }

    struct Info: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "info", abstract: "Show one image in detail")

        @Argument(help: "Its name or alias")
        var reference: String

        @OptionGroup var architecture: ArchitectureOptions
        @OptionGroup var options: ItemOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            try await context.show(
                .image, options, named: reference, hint: "`backend.ai admin image list` lists all images"
            ) { fields in
                try await client.graphQL.item(
                    "image", fields: fields,
                    variables: [
                        GraphQLVariable("reference", "String!", .string(reference)), architecture.variable,
                    ])
            }
        }
    }

    struct Alias: BackendCommand {
        static let configuration = CommandConfiguration(commandName: "alias", abstract: "Give an image another name")

        @Argument(help: "The new name")
        var alias: String

        @Argument(help: "The image's name")
        var target: String

        @OptionGroup var architecture: ArchitectureOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "alias_image",
                [
                    GraphQLVariable("alias", "String!", .string(alias)),
                    GraphQLVariable("target", "String!", .string(target)), architecture.variable,
                ],
                output: output,
                ChangeReport(
                    noun: "image", action: "alias", done: "\(alias) is an alias of \(target)",
                    members: [.init("alias", .string(alias)), .init("target", .string(target))]))
        }
    }

    struct Dealias: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "dealias", abstract: "Take another name away from an image")

        @Argument(help: "The name")
        var alias: String

        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try await context.change(
                "dealias_image",
                [GraphQLVariable("alias", "String!", .string(alias))],
                output: output,
                ChangeReport(
                    noun: "image", action: "dealias", done: "\(alias) is no alias any more",
                    members: [.init("alias", .string(alias))]))
        }
    }

    struct Forget: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "forget",
            abstract: "Remove what is known of an image",
            discussion: "What agents have pulled of it stays; a rescan of its registry finds it again.")

        @Argument(help: "The image's name")
        var reference: String

        @OptionGroup var architecture: ArchitectureOptions
        @OptionGroup var confirmation: ConfirmationOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            try confirmation.confirm("This removes what is known of the image \(reference).", on: context.console)
            try await context.change(
                "forget_image",
                [GraphQLVariable("reference", "String!", .string(reference)), architecture.variable],
                output: output,
                ChangeReport(
                    noun: "image", action: "deletion", done: "the image \(reference) is forgotten",
                    members: [.init("reference", .string(reference))]))
        }
    }

    struct SetResourceLimit: BackendCommand {
        static let configuration = CommandConfiguration(
            commandName: "set-resource-limit", abstract: "Set how much of a slot an image needs, and may have")

        @Argument(help: "The image's name")
        var reference: String

        @Argument(help: "The slot, such as cpu or mem")
        var slot: String

        @Argument(
            help: ArgumentHelp(
                "The least and the most, such as 1:4 or 256m:; either may be absent", valueName: "min:max"))
        var range: AmountRange

        @OptionGroup var architecture: ArchitectureOptions
        @OptionGroup var output: OutputOptions

        func run(in context: CommandContext) async throws {
            let client = try context.client()
            let variables = [GraphQLVariable("reference", "String!", .string(reference)), architecture.variable]
            let image = try await client.graphQL.item(
                "image", fields: ["resource_limits { key min max }"], variables: variables)
            guard let image else { throw CommandFailure(what: "no image `\(reference)`") }
            // The change replaces all limits, so that those of other slots are sent along.
            let others = (image["resource_limits"]?.items ?? []).filter { $0["key"]?.text != slot }
            let limits = others + [range.limit(of: slot)]
            try await context.change(
                "modify_image",
                [
                    GraphQLVariable("target", "String!", .string(reference)), architecture.variable,
                    GraphQLVariable("input", "ModifyImageInput!", ["resource_limits": .array(limits)], for: "props"),
                ],
                output: output,
                ChangeReport(
                    noun: "image", action: "update", done: "the image \(reference) has a new limit of \(slot)",
                    members: [.init("reference", .string(reference))]))
        }
    }

    /// Which of several images of one name.
    struct ArchitectureOptions: ParsableArguments {
        @Option(name: [.customLong("arch"), .customLong("architecture")], help: "For which processors it is made")
        var architecture = "x86_64"

        var variable: GraphQLVariable { GraphQLVariable("architecture", "String", .string(architecture)) }
    }
}
