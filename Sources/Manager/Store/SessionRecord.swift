import Core

/// One session as the database has it.
struct SessionRecord: Sendable, Equatable {
    let id: SessionID
    let name: String
    let type: SessionType
    /// The canonical image.
    let image: String
    let owner: SessionOwner
    let scalingGroup: String
    let clusterMode: ClusterMode
    let clusterSize: Int
    let mainKernel: KernelID
    let status: SessionStatus
    let reason: StatusReason?
    let detail: String?
    let result: SessionResult
    /// Whether idle checks leave it alone.
    let isIdleExempt: Bool
    let queries: Int
    /// Microseconds since 1970, like all times here.
    let createdAt: Int64
    let statusChanged: Int64
    let terminatedAt: Int64?
    /// What has not been read out of it: lists rarely ask for it, and the larger part of reading is there.
    private let row: SQLRow

    /// What was asked for; of kernels that differ, for the main one.
    var spec: SessionSpec { SessionSpec(row: row) }
    /// What all its kernels ask for together.
    var requested: ResourceSlots {
        ResourceSlots(stored: row.optionalText("total_slots") ?? row.text("requested_slots"))
    }
}

/// Whose session it is.
struct SessionOwner: Sendable, Equatable {
    let accessKey: AccessKey
    let user: String
    let email: String
    let group: String
    let groupName: String
    let domain: String
}

/// One kernel as the database has it.
struct KernelRecord: Sendable, Equatable {
    let id: KernelID
    let session: SessionID
    let role: String
    let index: Int
    /// Its number among all kernels of the session; the main one's is 0.
    let rank: Int
    let hostname: String
    /// What it is made of, where that is not what its session says.
    let shape: KernelShape?
    let agent: AgentID?
    let container: String?
    let status: KernelStatus
    let reason: StatusReason?
    let statusChanged: Int64
    let exitCode: Int?
    /// How often it has been restarted.
    let generation: Int
    let lastStatistics: KernelStatistics?
    let createdAt: Int64
    let terminatedAt: Int64?
}

extension SessionRecord {
    /// The columns that ``init(row:)`` reads, with the joins they need.
    static let select = """
        SELECT s.*, u.email AS email, g.name AS group_name FROM sessions s
        JOIN users u ON u.id = s.user_id JOIN groups g ON g.id = s.group_id
        """

    /// Counts under the same names.
    ///
    /// Every session has a user and a group, so that these joins leave none out; written as outer ones, the database does
    /// not make them where no condition asks for them.
    static let count = """
        SELECT count(*) AS number FROM sessions s
        LEFT JOIN users u ON u.id = s.user_id LEFT JOIN groups g ON g.id = s.group_id
        """

    init(row: SQLRow) {
        id = SessionID(rawValue: row.text("id"))
        name = row.text("name")
        type = SessionType(rawValue: row.text("session_type")) ?? .interactive
        image = row.text("image")
        owner = SessionOwner(
            accessKey: AccessKey(rawValue: row.text("access_key")),
            user: row.text("user_id"),
            email: row.text("email"),
            group: row.text("group_id"),
            groupName: row.text("group_name"),
            domain: row.text("domain_name")
        )
        scalingGroup = row.text("scaling_group")
        clusterMode = ClusterMode(rawValue: row.text("cluster_mode")) ?? .singleNode
        clusterSize = Int(row.integer("cluster_size"))
        mainKernel = KernelID(rawValue: row.text("main_kernel"))
        status = SessionStatus(rawValue: row.text("status")) ?? .error
        reason = row.optionalText("status_info").flatMap(StatusReason.init)
        detail = row.optionalText("status_detail")
        result = SessionResult(rawValue: row.text("result")) ?? .undefined
        isIdleExempt = row.flag("is_idle_exempt")
        queries = Int(row.integer("num_queries"))
        createdAt = row.integer("created_at")
        statusChanged = row.integer("status_changed")
        terminatedAt = row.optionalInteger("terminated_at")
        self.row = row
    }
}

extension SessionSpec {
    fileprivate init(row: SQLRow) {
        self.init(
            name: row.text("name"),
            type: SessionType(rawValue: row.text("session_type")) ?? .interactive,
            image: row.text("image"),
            architecture: row.text("architecture"),
            requested: ResourceSlots(stored: row.text("requested_slots")),
            sharedMemory: BinarySize(bytes: row.integer("shared_memory")),
            environment: JSONText.strings(row.text("environ")),
            tag: row.optionalText("tag"),
            bootstrapScript: row.optionalText("bootstrap_script"),
            startupCommand: row.optionalText("startup_command"),
            preopenPorts: JSONText.list(row.text("preopen_ports")),
            startsAt: row.optionalInteger("starts_at").map { Timestamp.date($0) },
            callback: row.optionalText("callback_url").flatMap { try? CallbackURL($0) },
            scheduling: SchedulingRequest(
                priority: Int(row.integer("priority")),
                timeLimit: row.optionalInteger("time_limit").map { TimeSpan(seconds: $0) },
                isPreemptible: row.flag("is_preemptible"))
        )
    }
}

extension KernelRecord {
    init(row: SQLRow) {
        id = KernelID(rawValue: row.text("id"))
        session = SessionID(rawValue: row.text("session_id"))
        role = row.text("cluster_role")
        index = Int(row.integer("cluster_idx"))
        rank = Int(row.integer("local_rank"))
        hostname = row.text("cluster_hostname")
        shape = row.optionalText("shape").flatMap { JSONText.decode($0) }
        agent = row.optionalText("agent").map { AgentID(rawValue: $0) }
        container = row.optionalText("container_id")
        status = KernelStatus(rawValue: row.text("status")) ?? .error
        reason = row.optionalText("status_info").flatMap(StatusReason.init)
        statusChanged = row.integer("status_changed")
        exitCode = row.optionalInteger("exit_code").map { Int($0) }
        generation = Int(row.integer("generation"))
        lastStatistics = row.optionalText("last_stat").flatMap { JSONText.decode($0) }
        createdAt = row.integer("created_at")
        terminatedAt = row.optionalInteger("terminated_at")
    }
}
