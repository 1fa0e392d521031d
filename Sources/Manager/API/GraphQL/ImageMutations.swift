import Core
import GraphQL

/// The mutations of images.
enum ImageMutations {
    private static let architecture = GraphQLInput("architecture", .string, default: "x86_64")
    /// The original says nothing of its success with images.
    private static let done = MutationOutcome(isDone: true, message: "")

    /// What follows from the image itself, and is therefore not modified.
    static let unchangeable = [
        GraphQLInput("name", .string), GraphQLInput("registry", .string), GraphQLInput("image", .string),
        GraphQLInput("tag", .string), GraphQLInput("architecture", .string), GraphQLInput("is_local", .boolean),
        GraphQLInput("size_bytes", .int), GraphQLInput("type", .string), GraphQLInput("digest", .string),
        GraphQLInput("supported_accelerators", "[String]"),
    ]

    static let all: [Mutation] = [
        Mutation(
            name: "rescan_images", type: "RescanImages", arguments: [GraphQLInput("registry", .string)],
            item: (name: "task_id", type: "UUID"), action: .operate, entity: .image
        ) { _, context in
            let (images, author) = (context.images, context.author)
            let task = try await context.services.registry.start("rescan-images", for: context.requester) { progress in
                try await images.rescan({ progress.update($0, current: $1, of: $2) }, by: author)
            }
            return MutationOutcome(isDone: true, message: "", task: task.rawValue)
        },
        notImplemented("preload_image", "PreloadImage"), notImplemented("unload_image", "UnloadImage"),
        Mutation(
            name: "modify_image", type: "ModifyImage",
            arguments: [
                architecture, AccountMutations.properties("ModifyImageInput"), GraphQLInput("target", "String!"),
            ], action: .modify, entity: .image
        ) { arguments, context in
            let given = AccountMutations.given(arguments)
            let target = arguments.string("target") ?? ""
            if let fixed = unchangeable.first(where: { given[$0.name].map { $0 != .null } ?? false }) {
                _ = try await context.images.resolve(target)
                throw NounRefusal("`\(fixed.name)` follows from the image itself and cannot be modified")
            }
            try await context.images.modify(
                target, architecture: arguments.string("architecture"),
                limits: try limits(given), labels: labels(given), by: context.author)
            return done
        },
        Mutation(
            name: "forget_image", type: "ForgetImage",
            arguments: [architecture, GraphQLInput("reference", "String!")], action: .delete, entity: .image
        ) { arguments, context in
            try await context.images.forget(
                arguments.string("reference") ?? "", architecture: arguments.string("architecture"), by: context.author)
            return done
        },
        Mutation(
            name: "alias_image", type: "AliasImage",
            arguments: [GraphQLInput("alias", "String!"), architecture, GraphQLInput("target", "String!")],
            action: .create, entity: .image
        ) { arguments, context in
            try await context.images.alias(
                arguments.string("alias") ?? "", to: arguments.string("target") ?? "", by: context.author)
            return done
        },
        Mutation(
            name: "dealias_image", type: "DealiasImage", arguments: [GraphQLInput("alias", "String!")], action: .purge,
            entity: .image
        ) { arguments, context in
            let alias = arguments.string("alias") ?? ""
            guard try await context.images.dealias(alias, by: context.author) else {
                throw NounRefusal("there is no image alias `\(alias)`", isError: true)
            }
            return done
        },
        Mutation(
            name: "clear_images", type: "ClearImages", arguments: [GraphQLInput("registry", .string)], action: .delete,
            entity: .image
        ) { arguments, context in
            let registry = arguments.string("registry")
            for image in try await context.images.entries().map(\.report)
            where registry == nil || ImageReference(parsing: image.name)?.registry == registry {
                try await context.images.forget(image.name, architecture: image.architecture, by: context.author)
            }
            return done
        },
    ]

    /// Agents are not told which images to hold ready; the original says so in the same words.
    private static func notImplemented(_ name: String, _ type: String) -> Mutation {
        Mutation(
            name: name, type: type,
            arguments: [GraphQLInput("references", "[String]!"), GraphQLInput("target_agents", "[String]!")],
            item: (name: "task_id", type: "String"), action: .operate, entity: .image
        ) { _, _ in MutationOutcome(isDone: false, message: "Not implemented.") }
    }

    private static func limits(_ given: GraphQLArguments) throws -> [ImageSetting.Limit] {
        try (given["resource_limits"]?.listValue ?? []).compactMap { item in
            guard let slot = item["key"]?.stringValue else { return nil }
            let (minimum, maximum) = (item["min"]?.stringValue, item["max"]?.stringValue)
            for text in [minimum, maximum].compactMap({ $0 }) where SlotName(slot).quantity(parsing: text) == nil {
                throw NounRefusal("`\(text)` is no amount of `\(slot)`")
            }
            return ImageSetting.Limit(slot: slot, minimum: minimum, maximum: maximum)
        }
    }

    private static func labels(_ given: GraphQLArguments) -> [String: String] {
        var labels: [String: String] = [:]
        for item in given["labels"]?.listValue ?? [] {
            if let key = item["key"]?.stringValue { labels[key] = item["value"]?.stringValue ?? "" }
        }
        return labels
    }
}
