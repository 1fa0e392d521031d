import Core
import GraphQL

extension NounColumn {
    /// The permissions that a storage host can give.
    static let hostPermissions = Set(orderedHostPermissions)

    /// The permissions in the original's order.
    static let orderedHostPermissions = [
        "create-vfolder", "modify-vfolder", "delete-vfolder", "mount-in-session", "upload-file", "download-file",
        "invite-others", "set-user-specific-permission",
    ]

    /// What the database keeps for a value that was given.
    ///
    /// - Throws: ``NounRefusal`` in the original's words where it has some.
    func stored(_ value: GraphQLValue) throws(NounRefusal) -> SQLValue {
        switch kind {
        case .text, .reference: return SQLValue(value.stringValue)
        case .flag: return SQLValue(value.boolValue ?? false)
        case .integer, .large: return try number(value)
        case .slots: return .text(try slots(value.stringValue ?? "{}").stored)
        case .hosts: return .text(try hosts(value.stringValue ?? "{}").encodedText)
        case .options: return .text(try object(value.stringValue ?? "{}").encodedText)
        case .texts: return .text(JSONValue.array(texts(value).map { .string($0) }).encodedText)
        case .size: return .integer(try size(value.stringValue ?? ""))
        case .choice(let names, let type): return .text(try choice(value.stringValue ?? "", names, type))
        case .networks: return .text(JSONValue.array(try networks(value).map { .string($0) }).encodedText)
        }
    }

    private func texts(_ value: GraphQLValue) -> [String] { value.listValue?.compactMap(\.stringValue) ?? [] }

    private func number(_ value: GraphQLValue) throws(NounRefusal) -> SQLValue {
        guard let number = value.intValue else { throw NounRefusal("`\(name)` is no whole number") }
        return .integer(Int64(number))
    }

    private func object(_ text: String) throws(NounRefusal) -> JSONValue {
        guard let value = try? JSONValue(parsing: Array(text.utf8)), value.members != nil else {
            throw NounRefusal("`\(name)` is no JSON object: `\(text.prefix(80))`")
        }
        return value
    }

    private func slots(_ text: String) throws(NounRefusal) -> ResourceSlots {
        var amounts: [SlotName: Quantity] = [:]
        for member in try object(text).members ?? [] {
            let slot = SlotName(member.name)
            let text: String =
                switch member.value {
                case .string(let text): text
                case .integer(let number): String(number)
                case .number(let number): String(number)
                default: ""
                }
            guard let amount = slot.quantity(parsing: text), amount >= .zero else {
                throw NounRefusal("`\(name)`: cannot convert the slot '\(member.name)' to an amount: '\(text)'")
            }
            amounts[slot] = amount
        }
        return ResourceSlots(amounts)
    }

    private func hosts(_ text: String) throws(NounRefusal) -> JSONValue {
        let value = try object(text)
        for member in value.members ?? [] {
            let permissions = member.value.items?.compactMap(\.text)
            guard let permissions, permissions.allSatisfy({ NounColumn.hostPermissions.contains($0) }) else {
                throw NounRefusal(
                    "Missing or invalid API parameters. (Invalid value for binding to <enum 'VFolderHostPermission'>)")
            }
        }
        return value
    }

    private func size(_ text: String) throws(NounRefusal) -> Int64 {
        guard let size = BinarySize(parsing: text), size.bytes >= 0 else {
            throw NounRefusal("`\(name)`: `\(text)` is no size such as `64m` or `1g`")
        }
        return size.bytes
    }

    private func choice(_ text: String, _ names: [String], _ type: String) throws(NounRefusal) -> String {
        guard names.contains(text) else {
            throw NounRefusal(type.isEmpty ? "'\(text)'" : "'\(text)' is not a valid \(type)", isError: true)
        }
        return text
    }

    private func networks(_ value: GraphQLValue) throws(NounRefusal) -> [String] {
        var networks: [String] = []
        for text in texts(value) {
            guard let network = IPNetwork(parsing: text) else {
                throw NounRefusal("Missing or invalid API parameters. (\(text) is invalid IP address value)")
            }
            // A single address is kept as a network of its own, as the original's answers have it.
            let isWhole = network.description.contains("/")
            networks.append(isWhole ? "\(network)" : "\(network)/\(text.contains(":") ? 128 : 32)")
        }
        return networks
    }
}
