import Core

/// Keys and values of the cluster's configuration, as the manager gives a subtree: objects in objects.
struct EtcdTree: Equatable {
    /// One key with its value.
    struct Leaf: Equatable {
        let key: String
        let value: String
    }

    let value: JSONValue

    /// Every key below `prefix` with its value, in the order of the keys; a key that has keys below it, too, is told
    /// by the manager under the empty name.
    func leaves(below prefix: String) -> [Leaf] {
        switch value {
        case .null: []
        case .object(let members):
            members.flatMap { member in
                let key = member.name.isEmpty ? prefix : prefix.isEmpty ? member.name : "\(prefix)/\(member.name)"
                return EtcdTree(value: member.value).leaves(below: key)
            }.sorted { $0.key < $1.key }
        default: [Leaf(key: prefix, value: value.text ?? value.encodedText)]
        }
    }

    /// The names directly below, those with more below them marked by a slash.
    var names: [String] {
        (value.members ?? []).filter { !$0.name.isEmpty }.map { member in
            member.value.members == nil ? member.name : member.name + "/"
        }.sorted()
    }

    /// Whether one key is the other, or lies below it.
    static func overlaps(_ left: String, _ right: String) -> Bool {
        left == right || left.hasPrefix(right + "/") || right.hasPrefix(left + "/")
    }
}
