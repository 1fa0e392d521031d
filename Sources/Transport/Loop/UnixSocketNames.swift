/// The names by which libcurl tells unix sockets apart when it looks for a connection to reuse.
///
/// A connection whose owner was checked must not be taken for one that was not, so each pair of
/// path and required owner has its own name. libcurl never opens them: the dialler does.
struct UnixSocketNames {
    private struct Key: Hashable {
        let path: String
        let owner: UInt32?
    }

    private var names: [Key: String] = [:]

    /// The name for the socket of `plan`; `nil` when it uses TCP.
    mutating func name(for plan: RequestPlan) -> String? {
        guard let path = plan.unixSocket else { return nil }
        let key = Key(path: path, owner: plan.requiredPeer)
        if let name = names[key] { return name }
        let name = "socket-\(names.count)"
        names[key] = name
        return name
    }
}
