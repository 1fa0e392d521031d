public import Core

/// What is asked of a manager in GraphQL, in the official client's own layout, so that any manager understands it.
public struct GraphQLAPI: Sendable {
    let client: BackendAIClient

    /// The most items that are asked for at once.
    static let pageSize = 100

    /// Runs a query or a mutation and answers its `data`.
    ///
    /// - Parameters:
    ///   - text: The query.
    ///   - variables: Its variables, by name.
    /// - Returns: The answer's `data`.
    /// - Throws: ``ClientError``; errors inside the answer are a problem whose code is `graphql-error`.
    public func query(_ text: String, variables: JSONValue = [:]) async throws(ClientError) -> JSONValue {
        let answer = try await client.send(
            "POST", "/admin/gql", body: ["query": .string(text), "variables": variables])
        if let errors = answer["errors"]?.items, !errors.isEmpty {
            throw .problem(ProblemReport(graphQLErrors: errors))
        }
        return answer["data"] ?? .null
    }

    /// A list that comes in pages: as many of them as are wanted, one after another.
    ///
    /// - Parameters:
    ///   - root: The field of the query, such as `agent_list`.
    ///   - fields: What is wanted of each item.
    ///   - variables: The root's other arguments, in the official client's order.
    ///   - page: Which part; `filter` and `order` are sent as the last variables, also when they are not given.
    /// - Returns: The items, and how many there are in all.
    /// - Throws: ``ClientError``.
    public func list(
        _ root: String,
        fields: [String],
        variables: [GraphQLVariable] = [],
        page: PageRequest = PageRequest()
    ) async throws(ClientError) -> ListPage {
        let variables =
            variables + [
                GraphQLVariable("filter", "String", JSONValue(page.filter)),
                GraphQLVariable("order", "String", JSONValue(page.order)),
            ]
        var all = ListPage(items: [], total: 0)
        while true {
            let left = page.limit.map { $0 - all.items.count } ?? .max
            let limit = min(left, GraphQLAPI.pageSize)
            let part = try await part(
                root, fields: fields, variables: variables, limit: limit, offset: page.offset + all.items.count)
            all = ListPage(items: all.items + part.items, total: part.total)
            // A page that is not full is the last one, whatever the total says of a list that others change meanwhile.
            let isWhole = part.items.count < limit || page.offset + all.items.count >= part.total
            if isWhole || all.items.count >= page.limit ?? .max { return all }
        }
    }

    private func part(
        _ root: String,
        fields: [String],
        variables: [GraphQLVariable],
        limit: Int,
        offset: Int
    ) async throws(ClientError) -> ListPage {
        let paging = [
            GraphQLVariable("limit", "Int!", .integer(Int64(limit))),
            GraphQLVariable("offset", "Int!", .integer(Int64(offset))),
        ]
        let declared = (paging + variables).map(\.declaration).joined(separator: ", ")
        let passed = (paging + variables).map(\.argument).joined(separator: ", ")
        let text = """
            query(\(declared)) {
              \(root)(
                  \(passed)) {
                items { \(fields.joined(separator: " ")) }
                total_count
              }
            }
            """
        let answer = try await query(text, variables: .variables(paging + variables))[root]
        guard let items = answer?["items"]?.items, let total = answer?["total_count"]?.integer else {
            throw .unexpectedAnswer("no list in the answer of `\(root)`")
        }
        return ListPage(items: items, total: Int(total))
    }

    /// A list that comes as a whole.
    ///
    /// - Parameters:
    ///   - root: The field of the query, such as `domains`.
    ///   - fields: What is wanted of each item.
    ///   - variables: The root's arguments.
    /// - Returns: The items.
    /// - Throws: ``ClientError``.
    public func all(
        _ root: String,
        fields: [String],
        variables: [GraphQLVariable] = []
    ) async throws(ClientError) -> [JSONValue] {
        guard let items = try await value(root, fields: fields, variables: variables).items else {
            throw .unexpectedAnswer("no list in the answer of `\(root)`")
        }
        return items.filter { !$0.isNull }
    }

    /// A single thing; nil when there is none that may be seen.
    ///
    /// - Parameters:
    ///   - root: The field of the query, such as `agent`.
    ///   - fields: What is wanted of it.
    ///   - variables: The root's arguments.
    /// - Returns: The thing.
    /// - Throws: ``ClientError``.
    public func item(
        _ root: String,
        fields: [String],
        variables: [GraphQLVariable] = []
    ) async throws(ClientError) -> JSONValue? {
        try await value(root, fields: fields, variables: variables).ifNotNull
    }

    private func value(
        _ root: String,
        fields: [String],
        variables: [GraphQLVariable]
    ) async throws(ClientError) -> JSONValue {
        let text =
            "query\(variables.declarations) { \(root)\(variables.arguments) { \(fields.joined(separator: " ")) } }"
        return try await query(text, variables: .variables(variables))[root] ?? .null
    }

    /// Makes a change.
    ///
    /// - Parameters:
    ///   - root: The field of the mutation, such as `create_user`.
    ///   - variables: Its arguments.
    ///   - item: What is wanted of the thing that it answers, and what that is called; nothing when nil.
    ///   - more: What is wanted of the answer itself, beside whether it is done.
    /// - Returns: What came of it; a refusal is no error.
    /// - Throws: ``ClientError``.
    public func change(
        _ root: String,
        _ variables: [GraphQLVariable],
        item: (name: String, fields: [String])? = nil,
        more: [String] = []
    ) async throws(ClientError) -> ChangeResult {
        let thing = item.map { ["\($0.name) { \($0.fields.joined(separator: " ")) }"] } ?? []
        let wanted = (["ok", "msg"] + more + thing).joined(separator: " ")
        let text = "mutation\(variables.declarations) { \(root)\(variables.arguments) { \(wanted) } }"
        guard let answer = try await query(text, variables: .variables(variables))[root], answer.members != nil else {
            throw .unexpectedAnswer("no result in the answer of `\(root)`")
        }
        return ChangeResult(
            isDone: answer["ok"] == .bool(true),
            message: answer["msg"]?.text ?? "",
            item: item.flatMap { answer[$0.name] }?.ifNotNull,
            answer: answer
        )
    }
}

extension [GraphQLVariable] {
    fileprivate var declarations: String { isEmpty ? "" : "(\(map(\.declaration).joined(separator: ", ")))" }
    fileprivate var arguments: String { isEmpty ? "" : "(\(map(\.argument).joined(separator: ", ")))" }
}

extension JSONValue {
    /// The value, unless it is `null`; spelt out, since a bare `nil` would be one of these values again.
    fileprivate var ifNotNull: JSONValue? { isNull ? Optional<JSONValue>.none : .some(self) }

    fileprivate static func variables(_ variables: [GraphQLVariable]) -> JSONValue {
        .object(variables.map { .init($0.name, $0.value) })
    }
}
