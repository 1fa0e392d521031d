public import Core

/// A session of a template that was asked for; what is nil or empty is the template's.
public struct TemplateSessionRequest: Sendable {
    /// The template's id.
    public var template: String
    /// 4–64 characters; unique among the owner's living sessions.
    public var name: String
    /// Another image than the template's.
    public var image: String?
    /// What kind of session.
    public var type = SessionType.interactive
    /// `cpu=1`, `mem=512m`; nil leaves the template's.
    public var resources: [String: String]?
    /// `shmem=64m`; nil leaves the template's.
    public var resourceOptions: [String: String]?
    /// Variables for the session's programs; nil leaves the template's.
    public var environment: [String: String]?
    /// Whether the folders that the template mounts are.
    public var leavesMounts = true
    /// A label.
    public var tag: String?
    /// A script that runs first.
    public var bootstrapScript: String?
    /// The command of a batch session.
    public var startupCommand: String?
    /// When a batch session may start at the earliest, as the user typed it.
    public var startsAt: String?
    /// Sessions whose success it waits for, by name or id.
    public var dependencies: [String] = []
    /// Where the manager tells what becomes of it.
    public var callbackURL: String?
    /// Whether to answer at once instead of waiting for the start.
    public var enqueueOnly = false
    /// Seconds to wait for the start; 0 waits for ever.
    public var maximumWait = 0
    /// Whether a living session of the same name will do.
    public var reuse = true
    /// For whom, if the requester is an admin.
    public var owner: AccessKey?
    /// How many kernels.
    public var clusterSize: Int?
    /// Whether they share one agent.
    public var clusterMode: ClusterMode?
    /// Where to run.
    public var scalingGroup: String?
    /// Other than the configuration's.
    public var domain: String?
    /// Other than the configuration's.
    public var group: String?

    /// Asks for a session of `template`.
    public init(name: String, template: String) {
        self.name = name
        self.template = template
    }

    func body(_ configuration: ClientConfiguration) -> JSONValue {
        var members: [JSONValue.Member] = [
            .init("template_id", .string(template)), .init("tag", JSONValue(tag)),
            .init("domain", .string(domain ?? configuration.domain)),
            .init("group", .string(group ?? configuration.group)), .init("name", .string(name)),
            .init("enqueueOnly", .bool(enqueueOnly)), .init("maxWaitSeconds", .integer(Int64(maximumWait))),
            .init("dependencies", .array(dependencies.map { .string($0) })),
            .init("callbackURL", JSONValue(callbackURL)), .init("reuseIfExists", .bool(reuse)),
            .init("type", .string(type.rawValue)), .init("starts_at", JSONValue(startsAt)),
        ]
        func add(_ name: String, _ value: JSONValue?) {
            if let value { members.append(.init(name, value)) }
        }
        add("image", image.map { .string($0) })
        add("startupCommand", startupCommand.map { .string($0) })
        add("owner_access_key", owner.map { .string($0.rawValue) })
        add("bootstrap_script", bootstrapScript.map { .string($0) })
        add("clusterSize", clusterSize.map { .integer(Int64($0)) })
        add("clusterMode", clusterMode.map { .string($0.rawValue) })
        add("config", settings)
        return .object(members)
    }

    private var settings: JSONValue {
        var members: [JSONValue.Member] = [.init("mounts", [])]
        if !leavesMounts { members.append(.init("mount_map", [:])) }
        for (name, texts) in [
            ("environ", environment), ("resources", resources), ("resource_opts", resourceOptions),
        ] {
            guard let texts else { continue }
            let pairs = texts.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, .string($0.value)) }
            members.append(.init(name, .object(pairs)))
        }
        if let scalingGroup { members.append(.init("scalingGroup", .string(scalingGroup))) }
        return .object(members)
    }
}
