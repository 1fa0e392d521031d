import Core

/// Keys of the cluster's configuration, which are paths, and the objects that stand for those below one.
///
/// - SeeAlso: `AsyncEtcd` in the original's `common/etcd.py`; section 8.8 of its keys.
enum ConfigurationTree {
    /// The most leaves that one change may write.
    static let maximumLeaves = 16
    /// The longest key, in bytes.
    static let maximumKey = 512
    /// The longest value, in bytes.
    static let maximumValue = 64 << 10

    /// The key that a text means, without slashes at its ends.
    ///
    /// - Throws: ``BackendError`` for an empty key, one with an empty component, or one that is too long.
    static func key(_ text: String) throws(BackendError) -> String {
        let parts = trimmed(text).split(separator: "/", omittingEmptySubsequences: false)
        guard !parts.contains(where: \.isEmpty), text.utf8.count <= maximumKey, !text.utf8.contains(0) else {
            throw BackendError(
                .invalidParameters, "`\(text.prefix(80))` is no key of the configuration",
                hint: "a key is a path such as `config/logs/error/retention`, at most \(maximumKey) bytes long")
        }
        return parts.joined(separator: "/")
    }

    /// The keys and texts that `value` at `key` is stored as.
    ///
    /// - Throws: ``BackendError`` for more than ``maximumLeaves``, or a value that is too long.
    static func leaves(_ value: JSONValue, at key: String) throws(BackendError) -> [(key: String, value: String)] {
        var leaves: [(key: String, value: String)] = []
        try flatten(value, at: key, depth: 0, into: &leaves)
        guard leaves.count <= maximumLeaves else {
            throw BackendError(.badRequest, "Too large update! Split into smaller key-value pair sets.")
        }
        return leaves
    }

    /// The object that stands for what lies below `prefix`.
    ///
    /// A key that has both a value and keys below it shows the value under the empty name.
    ///
    /// - Parameters:
    ///   - prefix: The key whose own value and descendants are meant.
    ///   - values: All that is stored.
    /// - Returns: Nested objects, members sorted by name.
    static func object(below prefix: String, of values: [String: String]) -> JSONValue {
        var root = Node()
        for (key, value) in values {
            guard let rest = path(of: key, below: prefix) else { continue }
            root.insert(rest[...], value)
        }
        return root.object
    }

    /// Whether `key` is `prefix` or lies below it.
    static func contains(_ prefix: String, _ key: String) -> Bool { path(of: key, below: prefix) != nil }

    private struct Node {
        var value: String?
        var children: [String: Node] = [:]

        mutating func insert(_ path: ArraySlice<Substring>, _ value: String) {
            guard let first = path.first else {
                self.value = value
                return
            }
            children[decoded(first), default: Node()].insert(path.dropFirst(), value)
        }

        var object: JSONValue {
            var members = children.map { name, child in
                JSONValue.Member(name, child.children.isEmpty ? .string(child.value ?? "") : child.object)
            }
            if let value { members.append(.init("", .string(value))) }
            return .object(members.sorted { $0.name < $1.name })
        }
    }

    private static func trimmed(_ text: String) -> Substring {
        var text = text[...]
        while text.hasPrefix("/") { text = text.dropFirst() }
        while text.hasSuffix("/") { text = text.dropLast() }
        return text
    }

    private static func path(of key: String, below prefix: String) -> [Substring]? {
        if prefix.isEmpty { return key.split(separator: "/") }
        guard key.hasPrefix(prefix) else { return nil }
        let rest = key.dropFirst(prefix.count)
        guard rest.isEmpty || rest.first == "/" else { return nil }
        return rest.split(separator: "/")
    }

    private static func flatten(
        _ value: JSONValue, at key: String, depth: Int, into leaves: inout [(key: String, value: String)]
    ) throws(BackendError) {
        guard let members = value.members else {
            let text = PythonText.text(of: value)
            guard text.utf8.count <= maximumValue else {
                throw BackendError(.badRequest, "the value of `\(key)` is longer than 64 KiB")
            }
            leaves.append((key, text))
            return
        }
        for member in members {
            let name = member.name.isEmpty ? key : "\(key)/\(encoded(member.name))"
            guard depth < maximumLeaves, name.utf8.count <= maximumKey else {
                throw BackendError(.badRequest, "`\(key.prefix(80))…` is too long for a key of the configuration")
            }
            try flatten(member.value, at: name, depth: depth + 1, into: &leaves)
            guard leaves.count <= maximumLeaves else { return }
        }
    }

    /// A name as one component of a path.
    private static func encoded(_ name: String) -> String {
        name.replacing("%", with: "%25").replacing("/", with: "%2F")
    }

    private static func decoded(_ component: Substring) -> String {
        component.contains("%") ? PercentEncoding.decode(component) ?? String(component) : String(component)
    }
}
