import Core
import Hummingbird

/// Which scaling groups the requester may use, and which permissions storage hosts give.
struct ScalingGroupRoutes {
    let store: Store

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .get, "/scaling-groups", list,
            .init(
                "The scaling groups that the requester may use", .resources, .owned(.operate, .group),
                input: ["group": .text],
                answer: .json(.object(["scaling_groups": .list(.object(["name": .text]))]))))
        routes.signed(
            .get, "/scaling-groups/:name/wsproxy-version", proxyVersion,
            .init(
                "The version of a scaling group's proxy", .resources, .owned(.operate, .group), input: ["group": .text],
                answer: .json(.map(.text)), failures: [404]))
        routes.signed(
            .get, "/acl", permissions,
            .init(
                "The permissions that storage hosts know", .resources, .everybody,
                answer: .json(.object(["vfolder_host_permission_list": .list(.text)]))))
    }

    @Sendable
    private func list(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let group = parameters.requiredString("group", "group_id", "group_name")
        try parameters.finish()
        let names = try await store.usableScalingGroups(for: try context.requester(), in: group)
        return .json(["scaling_groups": .array(names.map { ["name": .string($0)] })])
    }

    @Sendable
    private func proxyVersion(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let group = parameters.requiredString("group", "group_id", "group_name")
        try parameters.finish()
        let name = try context.parameter("name")
        guard try await store.usableScalingGroups(for: try context.requester(), in: group).contains(name) else {
            throw BackendError.notFound("scaling group")
        }
        return .json(["wsproxy_version": "v1"])
    }

    @Sendable
    private func permissions(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let names = NounColumn.orderedHostPermissions
        return .json(["vfolder_host_permission_list": .array(names.map { .string($0) })])
    }
}
