import Core
import Hummingbird

/// The routes under `/config`.
struct SettingsRoutes {
    let service: SettingsService
    let store: Store
    let directory: AgentDirectory

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .post, "/config/get", value,
            .init(
                "Reads the configuration of the cluster", .administration,
                .rule(.read, .clusterConfiguration, at: .other),
                input: ["key": .text, "prefix": .optional(.boolean)], isOpen: true,
                answer: .json(.object(["result": .anything]))))
        routes.signed(
            .post, "/config/set", set,
            .init(
                "Changes the configuration of the cluster", .administration,
                .rule(.modify, .clusterConfiguration, at: .other),
                input: ["key": .text, "value": .anything], isOpen: true, answer: .json(.object(["result": .text]))))
        routes.signed(
            .post, "/config/delete", remove,
            .init(
                "Takes something out of the configuration of the cluster", .administration,
                .rule(.delete, .clusterConfiguration, at: .other),
                input: ["key": .text, "prefix": .optional(.boolean)], isOpen: true,
                answer: .json(.object(["result": .text]))))
        routes.open(
            .get, "/config/resource-slots/details", slotDetails,
            .init("How the resource slots are shown", .resources, .everybody, answer: .json(.anything)))
        routes.open(
            .get, "/config/vfolder-types", folderTypes,
            .init("To whom virtual folders may belong", .resources, .everybody, answer: .json(.list(.text))))
        routes.signed(
            .get, "/config/docker-registries", registries,
            .init(
                "The image registries", .administration, .rule(.list, .containerRegistry, at: .other),
                answer: .json(.anything)))
    }

    @Sendable
    private func value(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let key = parameters.requiredString("key")
        let isPrefix = parameters.bool("prefix") ?? false
        try parameters.finish()
        return .json(["result": try service.value(key, isPrefix: isPrefix, for: requester)])
    }

    @Sendable
    private func set(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let key = parameters.requiredString("key")
        let value = parameters.given("value")
        if value == nil { parameters.fail(["value"], "is required") }
        try parameters.finish()
        try await service.set(key, to: value ?? .null, by: requester, requestID: context.requestID)
        return .json(["result": "ok"])
    }

    @Sendable
    private func remove(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let key = parameters.requiredString("key")
        let isPrefix = parameters.bool("prefix") ?? false
        try parameters.finish()
        try await service.remove(key, isPrefix: isPrefix, by: requester, requestID: context.requestID)
        return .json(["result": "ok"])
    }

    /// Slots of the scaling group's agents; of all when there is none of that name, as in the original.
    @Sendable
    private func slotDetails(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let group = parameters.string("sgroup")
        try parameters.finish()
        let known = directory.slotTypes
        var names = Set(known.keys)
        if let group, let offered = try await store.slots(ofScalingGroup: group) { names.formIntersection(offered) }
        return .json(
            .object(names.sorted().map { .init($0.rawValue, SlotMetadata(slot: $0, type: known[$0] ?? .count).body) }))
    }

    @Sendable
    private func folderTypes(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        .json(["group", "user"])
    }

    @Sendable
    private func registries(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let registries = try await store.registryAddresses()
        return .json(.object(registries.map { .init($0.host, .string($0.url)) }))
    }
}
