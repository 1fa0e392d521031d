@testable import GraphQL

/// A small part of the manager's schema, with fields that fail in every way a field can.
enum TestSchema {
    struct Context: Sendable {
        var sessions: [Session] = [Session(name: "one"), Session(name: "two")]
        var journal = Journal()
    }

    struct Session: Sendable {
        var name: String?
        var dependencies: [Session] = []
    }

    struct Page: Sendable {
        let sessions: [Session]
        let total: Int
    }

    /// What happened, in order.
    actor Journal {
        private(set) var entries: [String] = []
        func note(_ entry: String) { entries.append(entry) }
    }

    struct Failure: Error, CustomStringConvertible {
        let description: String
    }

    static func executor(limits: GraphQLLimits = GraphQLLimits()) throws -> GraphQLExecutor<Context> {
        try GraphQLExecutor(schema(), limits: limits)
    }

    static func schema() throws -> GraphQLSchema<Context> {
        try GraphQLSchema(
            query: query,
            mutation: mutation,
            objects: [session, page, keypair, agent, result, strict],
            interfaces: [
                GraphQLInterface("Item", fields: [GraphQLField("id", .id)]),
                GraphQLInterface(
                    "PaginatedList", fields: [GraphQLField("items", "[Item]!"), GraphQLField("total_count", "Int!")]),
            ],
            inputs: [
                GraphQLInputObject(
                    "Props",
                    fields: [
                        GraphQLInput("description", .string, default: ""),
                        GraphQLInput("needed", "Int!"),
                        GraphQLInput("tags", "[String!]"),
                        GraphQLInput("color", "Color"),
                        GraphQLInput("nested", "Props"),
                    ])
            ],
            enumerations: [GraphQLEnumeration("Color", values: ["RED", "GREEN"])],
            scalars: [.uuid, .dateTime, .jsonString, .bigInt])
    }

    private static var query: GraphQLObject<Context> {
        GraphQLObject("Queries") { type in
            type.field(
                "compute_session_list", "ComputeSessionList",
                [
                    GraphQLInput("limit", "Int!"), GraphQLInput("offset", "Int!"), GraphQLInput("filter", .string),
                    GraphQLInput("order", .string), GraphQLInput("status", .string),
                    GraphQLInput("access_key", .string),
                ]
            ) { _, arguments, context in
                let sessions = Array(context.sessions.prefix(arguments.int("limit") ?? 0))
                return .object(Page(sessions: sessions, total: context.sessions.count))
            }
            type.field("compute_session", "ComputeSession", [GraphQLInput("id", "UUID!")]) { _, arguments, _ in
                .object(Session(name: arguments.string("id")))
            }
            type.field("keypair", "KeyPair", [GraphQLInput("access_key", .string)]) { _, arguments, _ in
                .object(arguments.string("access_key") ?? "mine")
            }
            type.field("agent", "Agent", [GraphQLInput("agent_id", "String!")]) { _, arguments, _ in
                .optional(arguments.string("agent_id"))
            }
            type.field("nodes", "[Item]") { _, _, context in
                .list([.object("a", type: "Agent"), .object(context.sessions[0], type: "ComputeSession"), .null])
            }
            type.field("stray", "Item") { _, _, _ in .object("a", type: "KeyPair") }
            type.field(
                "echo", .string,
                [
                    GraphQLInput("text", .string), GraphQLInput("number", .float), GraphQLInput("flag", .boolean),
                    GraphQLInput("color", "Color", default: .enumeration("RED")), GraphQLInput("props", "Props"),
                    GraphQLInput("ids", "[ID!]"), GraphQLInput("big", "BigInt"), GraphQLInput("count", .int),
                    GraphQLInput("json", "JSONString"),
                ]
            ) { _, arguments, _ in
                .string(text(of: .object(arguments.members)))
            }
            addFailures(to: &type)
            for name in ["first", "second"] {
                type.asyncField(name, .string) { _, _, context in
                    await context.journal.note(name)
                    return .string(name)
                }
            }
            type.asyncField("late_failure", .string) { _, _, _ in throw Failure(description: "too late") }
        }
    }

    private static func addFailures(to type: inout GraphQLFields<Context, GraphQLRoot>) {
        type.field("forbidden", .string) { _, _, _ in throw Failure(description: "Forbidden operation.") }
        type.field("strict", "Strict!") { _, _, _ in .object("") }
        type.field("texts", "[String!]") { _, _, _ in .list([.string("a"), .null, .string("c")]) }
        type.field("loose_texts", "[String]") { _, _, _ in .list([.string("a"), .null, .object("x")]) }
        type.field("wide", .int) { _, _, _ in .int(1 << 40) }
        type.field("big", "BigInt") { _, _, _ in .int(1 << 33) }
        type.field("odd_color", "Color") { _, _, _ in .string("BLACK") }
        type.field("text_for_list", "[String]") { _, _, _ in .string("x") }
    }

    private static var mutation: GraphQLObject<Context> {
        GraphQLObject("Mutations") { type in
            type.asyncField(
                "modify", "ModifyResult", [GraphQLInput("name", "String!"), GraphQLInput("props", "Props!")]
            ) { _, arguments, context in
                let name = arguments.string("name") ?? ""
                await context.journal.note("begin \(name)")
                await Task.yield()
                await context.journal.note("end \(name)")
                return .object(text(of: .object(arguments.object("props")?.members ?? [])))
            }
        }
    }

    private static var session: GraphQLObject<Context> {
        GraphQLObject("ComputeSession", of: Session.self, implements: ["Item"]) { type in
            type.property("id", .id) { .string($0.name) }
            type.property("name", .string) { .string($0.name) }
            type.property("status", .string) { _ in .string("RUNNING") }
            type.property("status_info", .string) { _ in .null }
            type.property("created_at", "DateTime") { _ in .string("2026-11-24T00:00:00+00:00") }
            type.property("cpu", .float) { _ in .int(2) }
            type.property("dependencies", "[ComputeSession]") { .objects($0.dependencies) }
            type.property("must", "String!") { .string($0.name) }
            type.asyncField("slow", .string) { session, _, _ in
                await Task.yield()
                guard let name = session.name else { throw Failure(description: "nameless") }
                return .string(name)
            }
        }
    }

    private static var page: GraphQLObject<Context> {
        GraphQLObject("ComputeSessionList", of: Page.self, implements: ["PaginatedList"]) { type in
            type.property("items", "[ComputeSession]!") { .objects($0.sessions) }
            type.property("total_count", "Int!") { .int($0.total) }
        }
    }

    private static var keypair: GraphQLObject<Context> {
        GraphQLObject("KeyPair", of: String.self) { type in
            type.property("user_id", .string) { .string($0) }
            type.property("access_key", .string) { .string($0) }
        }
    }

    private static var agent: GraphQLObject<Context> {
        GraphQLObject("Agent", of: String.self, implements: ["Item"], description: "A machine.") { type in
            type.property("id", .id) { .string($0) }
            type.property("cpu", .int, description: "How many.") { _ in .int(2) }
        }
    }

    private static var result: GraphQLObject<Context> {
        GraphQLObject("ModifyResult", of: String.self) { type in
            type.property("ok", .boolean) { _ in .bool(true) }
            type.property("msg", .string) { .string($0) }
        }
    }

    private static var strict: GraphQLObject<Context> {
        GraphQLObject("Strict", of: String.self) { type in
            type.property("present", "String!") { _ in .string("here") }
            type.property("absent", "String!") { _ in .null }
            type.property("failing", "String!") { _ in throw Failure(description: "broken") }
        }
    }

    static func text(of value: GraphQLValue) -> String {
        var bytes: [UInt8] = []
        value.writeJSON(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension GraphQLResponse {
    /// The response as a client receives it.
    var json: String {
        var bytes: [UInt8] = []
        writeJSON(into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The errors as `message @line:column,…`.
    var shortErrors: [String] {
        errors.map { error in
            let places = error.locations.map { "\($0.line):\($0.column)" }
            return places.isEmpty ? error.message : error.message + " @" + places.joined(separator: ",")
        }
    }
}
