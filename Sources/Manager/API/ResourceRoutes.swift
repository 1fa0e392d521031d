import Core
import Hummingbird

/// The routes under `/resource`.
struct ResourceRoutes {
    let service: ResourceService

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .get, "/resource/presets", presets,
            .init(
                "The resource presets", .resources, .rule(.list, .resourcePreset, at: .other), answer: .json(.anything))
        )
        routes.signed(
            .post, "/resource/check-presets", check,
            .init(
                "What the requester may use, uses and could still use", .resources, .owned(.operate, .group),
                answer: .json(.anything),
                failures: [403, 404]))
        routes.signed(
            .post, "/resource/recalculate-usage", recalculate,
            .init(
                "Nothing is kept that could be wrong: answers at once", .resources, .rule(.operate, .usage, at: .other),
                answer: .json(.anything)))
        routes.signed(
            .get, "/resource/usage/month", month,
            .init(
                "What groups have used in a month", .resources, .rule(.read, .usage, at: .domain),
                input: ["month": .text, "group_ids": .optional(.list(.text))], isOpen: true, answer: .json(.anything),
                failures: [403, 404]))
        routes.signed(
            .get, "/resource/usage/period", period,
            .init(
                "What a group has used in some days", .resources, .rule(.read, .usage, at: .domain),
                input: ["group_id": .text, "start_date": .text, "end_date": .text], isOpen: true,
                answer: .json(.anything), failures: [403, 404]))
        routes.signed(
            .get, "/resource/stats/user/month", ownStatistics,
            .init(
                "The last month of the requester in quarters of an hour", .resources, .rule(.read, .usage, at: .own),
                answer: .json(.anything)))
        routes.signed(
            .get, "/resource/stats/admin/month", allStatistics,
            .init(
                "The last month of everybody in quarters of an hour", .resources, .rule(.read, .usage, at: .domain),
                answer: .json(.anything)))
        routes.signed(
            .get, "/resource/watcher", watcher,
            .init(
                "There is no watcher: says so", .administration, .rule(.operate, .agent, at: .other),
                answer: .json(.anything), failures: [503]))
        for action in ["start", "stop", "restart"] {
            routes.signed(
                .post, "/resource/watcher/agent/\(action)", watcher,
                .init(
                    "There is no watcher: says so", .administration, .rule(.operate, .agent, at: .other),
                    answer: .json(.anything), failures: [503]))
        }
    }

    @Sendable
    private func presets(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let presets = try await service.presets(for: try context.requester())
        return .json([
            "presets": .array(
                presets.map { preset in
                    [
                        "name": .string(preset.name),
                        "shared_memory": JSONValue(preset.sharedMemory.map(String.init)),
                        "resource_slots": .object(preset.slots.wire.map { .init($0.slot, .string($0.amount)) }),
                    ]
                })
        ])
    }

    @Sendable
    private func check(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let group = parameters.string("group") ?? "default"
        let scalingGroup = parameters.string("scaling_group")
        try parameters.finish()
        return .json(try await service.check(group: group, scalingGroup: scalingGroup, for: try context.requester()))
    }

    @Sendable
    private func recalculate(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        try service.recalculate(by: try context.requester())
        return .json([:])
    }

    @Sendable
    private func month(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let groups = parameters.strings("group_ids")
        let month = ResourceRoutes.text("month", #"^\d{6}"#, digits: 6, &parameters)
        try parameters.finish()
        // The official client sends an empty list when it is told no group: all are meant.
        return ResourceRoutes.answer(
            try await service.usage(
                in: try ReportTimes.month(month), groups: groups == [] ? nil : groups, for: requester))
    }

    @Sendable
    private func period(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let group = parameters.string("group_id")
        let start = ResourceRoutes.text("start_date", #"^\d{8}$"#, digits: 8, &parameters)
        let end = ResourceRoutes.text("end_date", #"^\d{8}$"#, digits: 8, &parameters)
        try parameters.finish()
        let times = try ReportTimes.period(start, end)
        return ResourceRoutes.answer(try await service.usage(in: times, groups: group.map { [$0] }, for: requester))
    }

    private static func answer(_ groups: [GroupUsage]) -> Response { .json(.array(groups.map(\.body))) }

    @Sendable
    private func ownStatistics(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        ResourceRoutes.answer(try await service.ownStatistics(of: try context.requester()))
    }

    @Sendable
    private func allStatistics(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        ResourceRoutes.answer(try await service.allStatistics(for: try context.requester()))
    }

    private static func answer(_ bins: UsageBins) -> Response {
        func metric(_ value: JSONValue, _ unit: String) -> JSONValue { ["value": value, "unit_hint": .string(unit)] }
        let start = bins.start
        return .json(
            .array(
                bins.bins.enumerated().map { index, bin in
                    [
                        "date": .number(Double(start + Int64(index) * UsageBins.width)),
                        "num_sessions": metric(.integer(bin.sessions), "count"),
                        "cpu_allocated": metric(.integer(bin.cpu / 1000), "count"),
                        "mem_allocated": metric(.integer(bin.memory), "bytes"),
                        "gpu_allocated": metric(.number(Double(bin.accelerators) / 1000), "count"),
                        "io_read_bytes": metric(.integer(bin.readBytes), "bytes"),
                        "io_write_bytes": metric(.integer(bin.writtenBytes), "bytes"),
                        "disk_used": metric(.integer(bin.diskBytes), "bytes"),
                    ]
                }))
    }

    /// Agents are restarted by whoever administers their machines: there is no watcher that could be asked.
    @Sendable
    private func watcher(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        throw BackendError(
            .serviceUnavailable, "there is no watcher beside the agents",
            hint: "restart an agent on its machine, where `backend.ai local stop` and `local start` do so")
    }

    private static func text(
        _ name: String, _ pattern: String, digits: Int, _ parameters: inout Parameters
    ) -> String {
        let text = parameters.requiredString(name)
        if parameters.has(name), text.utf8.count != digits || !text.utf8.allSatisfy({ (48...57).contains($0) }) {
            parameters.fail([name], "does not match pattern \(pattern)")
        }
        return text
    }
}
