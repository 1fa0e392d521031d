import Core
import GraphQL
import Testing

@testable import Manager

@Suite("Roles on queries")
struct QueryRoleTests {
    @Test("every query shows what the table lets somebody see, near and far, and nothing else")
    func walk() async throws {
        let fields = try QueryRoleTests.fields(of: "Queries")
        #expect(fields.count > 30)
        try await TestManager.with { manager in
            let world = try await RoleWorld(manager)
            let things = try await QueryThings(world)
            for field in fields {
                let probe = try #require(QueryProbe.queries[field], "the walk does not know how to ask `\(field)`")
                for asker in RoleWorld.askers {
                    for distance in probe.distances {
                        let question = RoleQuestion(world: world, asker: asker, distance: distance)
                        let (query, needle) = probe.ask(question, things)
                        let answer = try await manager.query("{ \(query) }", by: asker.keypair)
                        let isShown = (answer.body["data"] ?? .null).encodedText.contains(needle)
                        let expected = AccessRules.allows(asker.role, probe.action, probe.entity, at: distance)
                        #expect(isShown == expected, "`\(query)` by \(asker.role): \(answer.text.prefix(300))")
                    }
                }
            }
        }
    }

    /// The fields of one of the schema's root types.
    static func fields(of type: String) throws -> [String] {
        let lines = try ManagerSchema.make().sdl.split(separator: "\n")
        let start = try #require(lines.firstIndex { $0.hasPrefix("type \(type) ") })
        return lines[(start + 1)...].prefix { $0 != "}" }.compactMap { line in
            // Two spaces before a field; more before its arguments, when they have lines of their own.
            guard line.hasPrefix("  "), !line.dropFirst(2).hasPrefix(" ") else { return nil }
            let name = line.dropFirst(2).prefix { $0.isLetter || $0.isNumber || $0 == "_" }
            return name.isEmpty ? nil : String(name)
        }
    }
}

/// Things that queries look for, of every owner.
struct QueryThings: Sendable {
    /// By access key of the owner.
    var sessions: [AccessKey: NewSession] = [:]

    init(_ world: RoleWorld) async throws {
        let store = world.manager.store
        for owner in RoleWorld.askers.map(\.account) + [RoleWorld.colleague, world.stranger] {
            let new = TestStore.session("q", cpu: 64, of: owner)
            guard case .enqueued = try await store.enqueue(new) else { throw TestStore.NotEnqueued() }
            sessions[owner.accessKey] = new
        }
        let policies = ["near": RoleWorld.colleague, "far": world.stranger]
        for (name, owner) in policies {
            try await RoleWorld.change(
                world.manager,
                #"""
                create_keypair_resource_policy(name: "\#(name)", props: {default_for_unspecified: "LIMITED", \#
                total_resource_slots: "{}", max_concurrent_sessions: 1, max_containers_per_session: 1, \#
                idle_timeout: 1, allowed_vfolder_hosts: "{}"}) { ok msg }
                """#)
            try await RoleWorld.change(
                world.manager,
                #"modify_keypair(access_key: "\#(owner.accessKey)", props: {resource_policy: "\#(name)"}) { ok msg }"#)
        }
        for type in ["user", "project"] {
            try await RoleWorld.change(
                world.manager,
                #"create_\#(type)_resource_policy(name: "far", props: {max_vfolder_count: 1}) { ok msg }"#)
        }
        _ = try await world.manager.query(
            #"""
            mutation { create_container_registry(hostname: "r.example", props: {url: "https://r.example", \#
            type: "docker"}) { container_registry { id } } }
            """#)
    }
}

/// How a role walk asks a query.
struct QueryProbe: Sendable {
    let action: Action
    let entity: Entity
    var only: [Distance]?
    /// The query, and a text that stands in its data when the thing is shown.
    let ask: @Sendable (RoleQuestion, QueryThings) -> (query: String, needle: String)

    init(
        _ action: Action, _ entity: Entity, at only: [Distance]? = nil,
        _ ask: @escaping @Sendable (RoleQuestion, QueryThings) -> (query: String, needle: String)
    ) {
        self.action = action
        self.entity = entity
        self.only = only
        self.ask = ask
    }

    /// A query without arguments, or with such as are the same for everybody.
    init(_ action: Action, _ entity: Entity, _ query: String, _ needle: String) {
        self.init(action, entity) { _, _ in (query, needle) }
    }

    var distances: [Distance] { only ?? RoleQuestion.distances(of: entity) }
}
