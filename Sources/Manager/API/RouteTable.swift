/// Which methods each path knows, for the answer 405.
struct RouteTable: Sendable {
    private var routes: [(pattern: [Substring], method: String)] = []

    /// Adds one route; a part of the pattern that begins with `:` matches anything.
    mutating func add(_ method: String, _ pattern: String) {
        routes.append((pattern.split(separator: "/"), method))
    }

    /// The methods that `path` has routes for; `OPTIONS` belongs to each of them.
    func methods(at path: String) -> Set<String> {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false).dropFirst()
        let wanted = parts == [""] ? [] : Array(parts)
        let matching = routes.filter { route in
            route.pattern.count == wanted.count
                && zip(route.pattern, wanted).allSatisfy { $0.hasPrefix(":") ? !$1.isEmpty : $0 == $1 }
        }
        return matching.isEmpty ? [] : Set(matching.map(\.method)).union(["OPTIONS"])
    }
}
