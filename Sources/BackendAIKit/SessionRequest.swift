public import Core

/// A session that was asked for.
public struct SessionRequest: Sendable {
    /// 4–64 characters; unique among the owner's living sessions.
    public var name: String
    /// The image as the user typed it.
    public var image: String
    /// What kind of session.
    public var type = SessionType.interactive
    /// `cpu=1`, `mem=512m`, as the user typed it.
    public var resources: [String: String] = [:]
    /// `shmem=64m`, as the user typed it.
    public var resourceOptions: [String: String] = [:]
    /// Variables for the session's programs.
    public var environment: [String: String] = [:]
    /// A label.
    public var tag: String?
    /// A script that runs first.
    public var bootstrapScript: String?
    /// The command of a batch session.
    public var startupCommand: String?
    /// Whether to answer at once instead of waiting for the start.
    public var enqueueOnly = false
    /// Seconds to wait for the start; 0 waits for ever.
    public var maximumWait = 0
    /// Whether a living session of the same name will do.
    public var reuse = true
    /// Ports that the user's own programs will listen at.
    public var preopenPorts: [Int] = []
    /// For whom, if the requester is an admin.
    public var owner: AccessKey?
    /// How many kernels.
    public var clusterSize = 1
    /// Whether they share an agent.
    public var clusterMode = ClusterMode.singleNode
    /// Where to run.
    public var scalingGroup: String?
    /// Other than the configuration's.
    public var domain: String?
    /// Other than the configuration's.
    public var group: String?
    /// When a batch session may start at the earliest, as the user typed it.
    public var startsAt: String?
    /// Sessions whose success it waits for, by name or id.
    public var dependencies: [String] = []
    /// Where the manager tells what becomes of it.
    public var callbackURL: String?
    /// What the image must have been built for.
    public var architecture = "x86_64"
    /// The agents that its kernels are put on, for superadmins; none leaves that to the scheduler.
    public var agents: [String] = []
    /// From 0 to 100, the higher the sooner; nil is the usual one.
    ///
    /// An official manager does not know it, nor what follows.
    public var priority: Int?
    /// How long it may run, such as `2h`, as the user typed it.
    public var timeLimit: String?
    /// Whether a session of a higher priority may take its place.
    public var isPreemptible = false

    /// Asks for a session of `image`.
    public init(name: String, image: String) {
        self.name = name
        self.image = image
    }

    func body(_ configuration: ClientConfiguration) -> JSONValue {
        func object(_ texts: [String: String]) -> JSONValue {
            .object(texts.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) })
        }
        var settings: [JSONValue.Member] = [
            .init("mounts", []), .init("environ", object(environment)), .init("resources", object(resources)),
            .init("resource_opts", object(resourceOptions)), .init("scalingGroup", JSONValue(scalingGroup)),
            .init("mount_map", [:]), .init("preopen_ports", .array(preopenPorts.map { .integer(Int64($0)) })),
        ]
        if !agents.isEmpty { settings.append(.init("agentList", .array(agents.map { .string($0) }))) }
        let body: JSONValue = [
            "tag": JSONValue(tag), "name": .string(name), "config": .object(settings),
            "dependencies": dependencies.isEmpty ? nil : .array(dependencies.map { .string($0) }),
            "callback_url": JSONValue(callbackURL), "architecture": .string(architecture),
            "clusterSize": .integer(Int64(clusterSize)), "clusterMode": .string(clusterMode.rawValue),
            "starts_at": JSONValue(startsAt),
            "bootstrap_script": JSONValue(bootstrapScript), "owner_access_key": JSONValue(owner?.rawValue),
            "domain": .string(domain ?? configuration.domain), "group": .string(group ?? configuration.group),
            "type": .string(type.rawValue), "enqueueOnly": .bool(enqueueOnly),
            "maxWaitSeconds": .integer(Int64(maximumWait)), "reuseIfExists": .bool(reuse),
            "startupCommand": JSONValue(startupCommand), "image": .string(image),
        ]
        return .object((body.members ?? []) + scheduling)
    }

    /// What is asked of the scheduler; nothing where nothing is, since an official manager would not know it.
    private var scheduling: [JSONValue.Member] {
        var members: [JSONValue.Member] = []
        if let priority { members.append(.init("priority", .integer(Int64(priority)))) }
        if let timeLimit { members.append(.init("time_limit", .string(timeLimit))) }
        if isPreemptible { members.append(.init("is_preemptible", true)) }
        return members
    }
}
