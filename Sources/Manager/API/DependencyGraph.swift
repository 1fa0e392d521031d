import Core

/// What a session depends on, and what those depend on, as a tree.
struct DependencyGraph {
    /// A session is made after what it depends on, so the graph has no circles; but its paths may be many.
    private static let most = 1024

    let store: Store

    /// The tree from `session` down.
    ///
    /// - Throws: ``BackendError`` where it has too many branches.
    func tree(of session: SessionRecord) async throws -> JSONValue {
        var count = 0
        return try await tree(of: session, &count)
    }

    private func tree(of session: SessionRecord, _ count: inout Int) async throws -> JSONValue {
        count += 1
        guard count <= DependencyGraph.most else {
            throw BackendError(.badRequest, "the graph has more than \(DependencyGraph.most) branches")
        }
        var branches: [JSONValue] = []
        for dependency in try await store.dependencies(of: session.id) {
            branches.append(try await tree(of: dependency, &count))
        }
        return [
            "session_id": .string(session.id.rawValue),
            "session_name": .string(session.name),
            // The official client strips the name of Python's type.
            "status": .string("KernelStatus.\(session.status.rawValue)"),
            "status_changed": .string(session.status == .pending ? "None" : PythonText.time(session.statusChanged)),
            "depends_on": .array(branches),
        ]
    }
}
