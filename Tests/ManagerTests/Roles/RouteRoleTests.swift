import Core
import HTTPTypes
import Testing

@testable import Manager

@Suite("Roles on routes")
struct RouteRoleTests {
    @Test("every route lets in whom the table lets, near and far, and nobody else")
    func walk() async throws {
        let routes = try await TestManager.routes().registrations
        try await TestManager.with { manager in
            let world = try await RoleWorld(manager)
            for route in routes {
                let name = "\(route.method) \(route.path)"
                let probe = try #require(RouteProbe.routes[name], "the walk does not know how to ask `\(name)`")
                let access = try #require(route.description?.access)
                for asker in RoleWorld.askers {
                    for distance in Self.distances(access) {
                        let question = RoleQuestion(world: world, asker: asker, distance: distance)
                        let (isAllowed, answer) = try await probe.isAllowed(question, route.method.rawValue)
                        let expected = Self.allows(access, asker.role, distance)
                        #expect(
                            isAllowed == expected, "`\(name)` by \(asker.role) of what is \(distance): \(answer)")
                    }
                }
            }
        }
    }

    @Test("a route that needs a signature lets in nobody without, and the others anybody")
    func unsigned() async throws {
        let routes = try await TestManager.routes().registrations
        try await TestManager.with { manager in
            for route in routes {
                let target = route.path.split(separator: "/").map { $0.hasPrefix(":") ? "x" : String($0) }
                let path = "/" + target.joined(separator: "/")
                let answer = try await manager.send(route.method.rawValue, path, "{}", by: nil)
                let isRefused = answer.status == 401 && answer.text.contains("auth-failed")
                let hasAddress = route.path.hasSuffix("/output")
                #expect(isRefused == (route.isSigned || hasAddress), "\(route.method) \(path): \(answer.text)")
            }
        }
    }

    @Test("no route reaches another one's session unless it names its owner")
    func unnamed() async throws {
        let routes = try await TestManager.routes().registrations
        try await TestManager.with { manager in
            let world = try await RoleWorld(manager)
            let superadmin = try #require(RoleWorld.askers.last)
            let asked = routes.filter { $0.isSigned && $0.path.hasPrefix("/session/:id") }
            #expect(asked.count > 15)
            for route in asked {
                let question = RoleQuestion(world: world, asker: superadmin, distance: .other)
                let probe = try #require(RouteProbe.routes["\(route.method) \(route.path)"])
                let call = try await probe.call(question)
                let target = call.target.replacing("owner_access_key=\(world.stranger.accessKey)", with: "")
                let answer = try await manager.send(route.method.rawValue, target, call.body)
                #expect(answer.status == 404, "\(route.method) \(target): \(answer.text)")
            }
        }
    }

    private static func distances(_ access: RouteAccess) -> [Distance] {
        switch access {
        case .everybody: [.other]
        case .rule(_, _, let distance): [distance]
        case .owned(_, let entity): RoleQuestion.distances(of: entity)
        }
    }

    private static func allows(_ access: RouteAccess, _ role: UserRole, _ distance: Distance) -> Bool {
        switch access {
        case .everybody: true
        case .rule(let action, let entity, _), .owned(let action, let entity):
            AccessRules.allows(role, action, entity, at: distance)
        }
    }
}
