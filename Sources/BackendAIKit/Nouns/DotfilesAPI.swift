public import Core

/// Files that sessions begin with.
public struct DotfilesAPI: Sendable {
    /// Whose sessions begin with them.
    public enum Place: Sendable, Equatable {
        /// A user's; the requester's own, or another's for admins.
        case user(owner: AccessKey?)
        /// Those of a group, by name or id.
        case group(String, domain: String?)
        /// Those of a domain.
        case domain(String)

        var path: String {
            switch self {
            case .user: "/user-config/dotfiles"
            case .group: "/group-config/dotfiles"
            case .domain: "/domain-config/dotfiles"
            }
        }

        var parameters: [(String, String)] {
            switch self {
            case .user(let owner): owner.map { [("owner_access_key", $0.rawValue)] } ?? []
            case .group(let group, let domain): [("group", group)] + (domain.map { [("domain", $0)] } ?? [])
            case .domain(let domain): [("domain", domain)]
            }
        }
    }

    let client: BackendAIClient

    /// Keeps a new file.
    ///
    /// - Parameters:
    ///   - path: Where it is put, relative to the home directory.
    ///   - text: What it holds.
    ///   - permission: Its mode as octal digits.
    ///   - place: Whose sessions get it.
    /// - Throws: ``ClientError``.
    public func create(
        _ path: String, _ text: String, permission: String = "755", in place: Place
    ) async throws(ClientError) {
        _ = try await client.send("POST", place.path, body: body(path, text, permission, place))
    }

    /// Replaces a file.
    public func update(
        _ path: String, _ text: String, permission: String = "755", in place: Place
    ) async throws(ClientError) {
        _ = try await client.send("PATCH", place.path, body: body(path, text, permission, place))
    }

    /// All files of a place: `path`, `permission` and `data` of each.
    public func list(in place: Place) async throws(ClientError) -> [JSONValue] {
        let answer = try await client.send("GET", place.path + query(place).text)
        guard let items = answer.items else { throw .unexpectedAnswer("no list of dotfiles in the answer") }
        return items
    }

    /// One file: `path`, `perm` and `data`.
    public func get(_ path: String, in place: Place) async throws(ClientError) -> JSONValue {
        var query = query(place)
        query.add("path", path)
        return try await client.send("GET", place.path + query.text)
    }

    /// Removes a file.
    public func delete(_ path: String, in place: Place) async throws(ClientError) {
        var query = query(place)
        query.add("path", path)
        _ = try await client.send("DELETE", place.path + query.text)
    }

    private func query(_ place: Place) -> Query {
        var query = Query()
        for (name, value) in place.parameters { query.add(name, value) }
        return query
    }

    private func body(_ path: String, _ text: String, _ permission: String, _ place: Place) -> JSONValue {
        let members = [("data", text), ("path", path), ("permission", permission)] + place.parameters
        return .object(members.map { .init($0.0, .string($0.1)) })
    }
}
