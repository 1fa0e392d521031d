import Core
import GraphQL

/// The GraphQL types of sessions and kernels, with the fields that the original's clients ask for.
enum SessionTypes {
    static let all: [GraphQLObject<GraphQLContext>] = [session, container, sessionList, containerList]

    private static let session = GraphQLObject<GraphQLContext>(
        "ComputeSession", of: SessionSource.self, implements: ["Item"]
    ) {
        fields in
        identity(&fields)
        placement(&fields)
        ownership(&fields)
        status(&fields)
        resources(&fields)
        fields.asyncField("containers", "[ComputeContainer]") { source, _, _ in
            .objects(try await source.kernelSources())
        }
        fields.asyncField("dependencies", "[ComputeSession]") { source, _, context in
            .objects(
                SessionSource.all(of: try await context.store.dependencies(of: source.session.id), context.store))
        }
    }

    private static func identity(_ fields: inout GraphQLFields<GraphQLContext, SessionSource>) {
        fields.property("id", "ID") { .string($0.session.id.rawValue) }
        fields.property("session_id", "UUID") { .string($0.session.id.rawValue) }
        fields.property("main_kernel_id", "UUID") { .string($0.session.mainKernel.rawValue) }
        fields.property("tag", "String") { .string($0.session.spec.tag) }
        fields.property("name", "String") { .string($0.session.name) }
        fields.property("type", "String") { .string($0.session.type.rawValue.uppercased()) }
        fields.property("main_kernel_role", "String") { _ in .string("COMPUTE") }
        fields.property("image", "String") { .string($0.session.image) }
        fields.property("architecture", "String") { .string($0.session.spec.architecture) }
        fields.property("registry", "String") { .string(ImageReference(parsing: $0.session.image)?.registry) }
        fields.property("cluster_template", "String") { _ in .null }
        fields.property("cluster_mode", "String") { .string($0.session.clusterMode.rawValue) }
        fields.property("cluster_size", "Int") { .int($0.session.clusterSize) }
    }

    private static func placement(_ fields: inout GraphQLFields<GraphQLContext, SessionSource>) {
        fields.asyncField("agent_ids", "[String]") { source, _, _ in .strings(try await source.agents()) }
        fields.asyncField("agents", "[String]") { source, _, _ in .strings(try await source.agents()) }
        fields.property("scaling_group", "String") { .string($0.session.scalingGroup) }
        fields.asyncField("service_ports", "JSONString") { source, _, context in
            .json(.array(context.sessions.services(of: source.session).map(\.detail)))
        }
        fields.property("mounts", "[String]") { _ in .list([]) }
        fields.property("vfolder_mounts", "[String]") { _ in .list([]) }
    }

    private static func ownership(_ fields: inout GraphQLFields<GraphQLContext, SessionSource>) {
        fields.property("domain_name", "String") { .string($0.session.owner.domain) }
        fields.property("group_name", "String") { .string($0.session.owner.groupName) }
        fields.property("group_id", "UUID") { .string($0.session.owner.group) }
        fields.property("user_email", "String") { .string($0.session.owner.email) }
        fields.field("full_name", "String") { source, _, context in
            .string(context.sessions.authentication.record(of: source.session.owner.accessKey)?.user.fullName)
        }
        fields.property("user_id", "UUID") { .string($0.session.owner.user) }
        fields.property("access_key", "String") { .string($0.session.owner.accessKey.rawValue) }
        fields.property("created_user_email", "String") { .string($0.session.owner.email) }
        fields.property("created_user_id", "UUID") { .string($0.session.owner.user) }
    }

    private static func status(_ fields: inout GraphQLFields<GraphQLContext, SessionSource>) {
        fields.property("status", "String") { .string($0.session.status.rawValue) }
        fields.property("status_changed", "DateTime") { .time($0.session.statusChanged) }
        fields.property("status_info", "String") { source in
            // The reason of a session that runs is that it was scheduled, which the original empties.
            .string(source.session.status.acceptsCode ? "" : source.session.reason?.rawValue)
        }
        fields.asyncField("explanation", "JSONString") { source, _, context in
            guard source.session.status == .pending else { return .null }
            return .json(try await context.sessions.explanation(of: source.session, for: context.requester).json)
        }
        fields.property("status_data", "JSONString") { source in
            guard let detail = source.session.detail, !detail.isEmpty else { return .string("{}") }
            if source.session.status.acceptsCode { return .json(["idle": ["msg": .string(detail)]]) }
            guard source.session.status == .pending else { return .string("{}") }
            return .json(["scheduler": ["msg": .string(detail)]])
        }
        fields.asyncField("status_history", "JSONString") { source, _, context in
            let times = try await context.store.statusTimes(of: source.session.id)
            let members = times.map {
                JSONValue.Member($0.status, .string(RequestDate.header(for: Timestamp.date($0.at)).text))
            }
            return .json(.object(members))
        }
        // Our addition.
        fields.asyncField("scheduling_history", "JSONString") { source, _, context in
            .json(.array(try await context.store.schedulingHistory(of: source.session.id).map(\.value)))
        }
        fields.property("created_at", "DateTime") { .time($0.session.createdAt) }
        fields.property("terminated_at", "DateTime") { .time($0.session.terminatedAt) }
        fields.property("starts_at", "DateTime") { source in
            .time(source.session.spec.startsAt.map { Timestamp.microseconds($0) })
        }
        fields.asyncField("scheduled_at", "DateTime") { source, _, context in
            .time(try await context.store.statusTimes(of: source.session.id).first { $0.status == "SCHEDULED" }?.at)
        }
        fields.property("startup_command", "String") { .string($0.session.spec.startupCommand) }
        fields.property("result", "String") { .string($0.session.result.rawValue.uppercased()) }
        fields.property("commit_status", "String") { _ in .string("ready") }
        fields.property("abusing_reports", "[JSONString]") { _ in .list([.null]) }
        idleness(&fields)
    }

    private static func idleness(_ fields: inout GraphQLFields<GraphQLContext, SessionSource>) {
        fields.asyncField("idle_checks", "JSONString") { source, _, context in
            .json(await context.sessions.idle.reports(of: source.session).value)
        }
        // Our addition.
        fields.property("is_idle_exempt", "Boolean") { .bool($0.session.isIdleExempt) }
    }

    private static func resources(_ fields: inout GraphQLFields<GraphQLContext, SessionSource>) {
        fields.asyncField("resource_opts", "JSONString") { source, _, _ in
            let usual = source.session.spec.sharedMemory.bytes
            return .json(
                .object(
                    try await source.kernels().map {
                        .init($0.hostname, ["shmem": .integer($0.shape?.sharedMemory ?? usual)])
                    }))
        }
        fields.property("requested_slots", "JSONString") { .slots($0.session.requested) }
        fields.asyncField("occupying_slots", "JSONString") { source, _, _ in
            .slots(source.session.status.isFinal ? .none : try await source.occupied())
        }
        fields.asyncField("occupied_slots", "JSONString") { source, _, _ in .slots(try await source.occupied()) }
        fields.asyncField("num_queries", "BigInt") { source, _, context in
            .int(await context.sessions.runs(of: source.session))
        }
        fields.property("inference_metrics", "JSONString") { _ in .string("{}") }
    }

    private static let container = GraphQLObject<GraphQLContext>(
        "ComputeContainer", of: KernelSource.self, implements: ["Item"]
    ) {
        fields in
        fields.property("id", "ID") { .string($0.kernel.id.rawValue) }
        fields.property("idx", "Int") { .int($0.kernel.index) }
        fields.property("role", "String") { .string($0.kernel.role) }
        fields.property("hostname", "String") { .string($0.kernel.hostname) }
        fields.property("cluster_idx", "Int") { .int($0.kernel.index) }
        fields.property("local_rank", "Int") { .int($0.kernel.rank) }
        fields.property("cluster_role", "String") { .string($0.kernel.role) }
        fields.property("cluster_hostname", "String") { .string($0.kernel.hostname) }
        fields.property("session_id", "UUID") { .string($0.kernel.session.rawValue) }
        fields.property("image", "String") { .string($0.image) }
        fields.property("architecture", "String") {
            .string($0.kernel.shape?.architecture ?? $0.session.spec.architecture)
        }
        fields.property("registry", "String") { .string(ImageReference(parsing: $0.image)?.registry) }
        fields.property("status", "String") { .string($0.kernel.status.rawValue) }
        fields.property("status_changed", "DateTime") { .time($0.kernel.statusChanged) }
        fields.property("status_info", "String") {
            .string($0.kernel.status.acceptsCode ? "" : $0.kernel.reason?.rawValue)
        }
        fields.property("status_data", "JSONString") { source in
            .json(source.kernel.exitCode.map { ["kernel": ["exit_code": .integer(Int64($0))]] } ?? [:])
        }
        fields.property("created_at", "DateTime") { .time($0.kernel.createdAt) }
        fields.property("terminated_at", "DateTime") { .time($0.kernel.terminatedAt) }
        fields.asyncField("scheduled_at", "DateTime") { source, _, context in
            .time(try await context.store.statusTimes(of: source.session.id).first { $0.status == "SCHEDULED" }?.at)
        }
        fields.property("starts_at", "DateTime") { _ in .null }
        fields.property("abusing_report", "JSONString") { _ in .null }
        fields.field("agent", "String") { source, _, context in
            .string(context.requester.isAdmin ? source.kernel.agent?.rawValue : nil)
        }
        fields.field("agent_addr", "String") { _, _, _ in .null }
        fields.property("container_id", "String") { .string($0.kernel.container) }
        fields.property("resource_opts", "JSONString") { source in
            .json(["shmem": .integer(source.kernel.shape?.sharedMemory ?? source.session.spec.sharedMemory.bytes)])
        }
        fields.property("occupied_slots", "JSONString") { .slots($0.occupied) }
        fields.asyncField("live_stat", "JSONString") { source, _, context in
            .json(await context.sessions.liveStatistics(of: source.kernel)?.wire())
        }
        fields.property("last_stat", "JSONString") { .json($0.kernel.lastStatistics?.wire()) }
        fields.property("preopen_ports", "[Int]") { .list($0.session.spec.preopenPorts.map { .int($0) }) }
    }

    private static let sessionList = GraphQLObject<GraphQLContext>(
        "ComputeSessionList", of: SessionPage.self, implements: ["PaginatedList"]
    ) { fields in
        fields.property("items", "[ComputeSession]!") { .objects($0.items) }
        fields.property("total_count", "Int!") { .int($0.total) }
    }

    private static let containerList = GraphQLObject<GraphQLContext>(
        "ComputeContainerList", of: KernelPage.self, implements: ["PaginatedList"]
    ) { fields in
        fields.property("items", "[ComputeContainer]!") { .objects($0.items) }
        fields.property("total_count", "Int!") { .int($0.total) }
    }
}
