import Core
import GraphQL
import Signing

/// The GraphQL types and queries of images.
enum ImageTypes {
    static let all = [image, pair, limit]

    private struct Pair: Sendable {
        let key: String
        let value: String
    }

    private struct Limit: Sendable {
        let key: String
        let minimum: String?
        let maximum: String?
    }

    private static let image = GraphQLObject<GraphQLContext>("Image", of: ImageService.Entry.self) { fields in
        fields.property("id", "UUID") { .string(identifier(of: $0.report)) }
        fields.property("name", .string) { .string(reference($0)?.path) }
        fields.property("humanized_name", .string) { .string(reference($0)?.path) }
        fields.property("tag", .string) { .string(reference($0)?.tag) }
        fields.property("registry", .string) { .string(reference($0)?.registry) }
        fields.property("architecture", .string) { .string($0.report.architecture) }
        fields.property("is_local", .boolean) { .bool(reference($0)?.registry == ImageReference.localRegistry) }
        fields.property("digest", .string) { .string(digest(of: $0.report)) }
        fields.property("labels", "[KVPair]") { entry in
            .objects(entry.report.labels.sorted { $0.key < $1.key }.map { Pair(key: $0.key, value: $0.value) })
        }
        fields.property("aliases", "[String]") { .strings($0.aliases) }
        // A host image takes no room of its own.
        fields.property("size_bytes", "BigInt") { _ in .int(0) }
        fields.property("resource_limits", "[ResourceLimit]") { .objects(limits(of: $0.report)) }
        fields.property("supported_accelerators", "[String]") { entry in
            .strings((entry.report.labels["ai.backend.accelerators"] ?? "").split(separator: ",").map(String.init))
        }
        fields.property("installed", .boolean) { .bool(!$0.agents.isEmpty) }
        fields.field("installed_agents", "[String]") { entry, _, context in
            .strings(context.requester.isAdmin ? entry.agents.map(\.rawValue) : nil)
        }
        fields.property("hash", .string) { .string(digest(of: $0.report)) }
    }

    private static let pair = GraphQLObject<GraphQLContext>("KVPair", of: Pair.self) { fields in
        fields.property("key", .string) { .string($0.key) }
        fields.property("value", .string) { .string($0.value) }
    }

    private static let limit = GraphQLObject<GraphQLContext>("ResourceLimit", of: Limit.self) { fields in
        fields.property("key", .string) { .string($0.key) }
        fields.property("min", .string) { .string($0.minimum) }
        fields.property("max", .string) { .string($0.maximum) }
    }

    static func addQueries(to fields: inout AccountQueries.Fields) {
        let architecture = GraphQLInput("architecture", .string, default: "x86_64")
        fields.asyncField("image", "Image", [GraphQLInput("reference", "String!"), architecture]) {
            _, arguments, context in
            try context.insist(on: .read, .image)
            do {
                return .object(try await context.images.resolve(arguments.string("reference") ?? ""))
            } catch let error as BackendError {
                throw GraphQLError(error)
            }
        }
        fields.asyncField(
            "images", "[Image]", [GraphQLInput("is_installed", .boolean), GraphQLInput("is_operation", .boolean)]
        ) { _, arguments, context in
            try context.insist(on: .list, .image)
            let entries = try await context.images.entries().filter { entry in
                let features = (entry.report.labels["ai.backend.features"] ?? "").split(separator: " ")
                return arguments.bool("is_installed").map { $0 == !entry.agents.isEmpty } ?? true
                    && arguments.bool("is_operation").map { $0 == features.contains("operation") } ?? true
            }
            return .objects(entries)
        }
    }

    private static func reference(_ entry: ImageService.Entry) -> ImageReference? {
        ImageReference(parsing: entry.report.name)
    }

    /// What an image is, in one number: its name, its architecture and all its labels.
    private static func digest(of report: ImageReport) -> String {
        let labels = report.labels.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        let text = ([report.name, report.architecture] + labels).joined(separator: "\n")
        return "sha256:" + hexadecimal(HMAC.digest(Array(text.utf8)))
    }

    /// An id that stays the same as long as the image has its name.
    private static func identifier(of report: ImageReport) -> String {
        let digits = Array(hexadecimal(HMAC.digest(Array("\(report.name)\n\(report.architecture)".utf8))))
        var text = ""
        for (index, length) in [8, 4, 4, 4, 12].enumerated() {
            let start = [0, 8, 12, 16, 20][index]
            text += (index == 0 ? "" : "-") + String(digits[start..<start + length])
        }
        return text
    }

    private static func limits(of report: ImageReport) -> [Limit] {
        let prefixes = (minimum: "ai.backend.resource.min.", maximum: "ai.backend.resource.max.")
        var slots: Set<String> = ["cpu", "mem"]
        for label in report.labels.keys {
            for prefix in [prefixes.minimum, prefixes.maximum] where label.hasPrefix(prefix) {
                slots.insert(String(label.dropFirst(prefix.count)))
            }
        }
        return slots.sorted().map { slot in
            let usual = slot == "cpu" ? "1" : slot == "mem" ? SessionRules.defaultMemory.description : nil
            return Limit(
                key: slot, minimum: report.labels[prefixes.minimum + slot] ?? usual,
                maximum: report.labels[prefixes.maximum + slot])
        }
    }
}
