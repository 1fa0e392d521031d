import BackendAIKit
import Core

/// A context as commands show it.
struct ContextRow {
    let name: String
    let isCurrent: Bool
    /// Nil for the stack of this machine.
    let context: StoredContext?

    /// All contexts of a file by name, the stack of this machine first.
    static func all(_ file: ContextFile, current: String?) -> [ContextRow] {
        let local = ContextRow(
            name: ContextName.local, isCurrent: (current ?? ContextName.local) == ContextName.local, context: nil)
        let kept = file.contexts.sorted { $0.key < $1.key }
        return [local] + kept.map { ContextRow(name: $0.key, isCurrent: $0.key == current, context: $0.value) }
    }

    /// What is known of it, without the secret.
    var members: [JSONValue.Member] {
        [
            .init("name", .string(name)), .init("current", .bool(isCurrent)),
            .init("endpoint", context.map { .string($0.endpoint) } ?? .string("the stack of this machine")),
            .init("type", .string((context?.kind ?? .api).rawValue)), .init("domain", JSONValue(context?.domain)),
            .init("group", JSONValue(context?.group)),
            .init("access_key", JSONValue(context?.keypair?.accessKey.rawValue)),
            .init("verifies_certificate", .bool(!(context?.skipsCertificate ?? false))),
        ]
    }

    static let columns = ["", "NAME", "ENDPOINT", "TYPE", "DOMAIN", "GROUP", "ACCESS KEY"]

    var cells: [String] {
        let values = ["endpoint", "type", "domain", "group", "access_key"].map {
            JSONValue.object(members)[$0]?.cell ?? "-"
        }
        return [isCurrent ? "*" : "", name] + values
    }
}
