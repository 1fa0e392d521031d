/// A session as a template describes it: a kind of order that requests complete and overrule.
///
/// A template is the JSON (or YAML) object with `api_version`, `kind`, `metadata` and `spec` that users keep under a name.
public struct TaskTemplate: Sendable, Equatable {
    /// Why a text is no template.
    public struct Problem: Error, Equatable {
        /// What is wrong, and where.
        public let message: String

        /// A problem with its sentence.
        public init(message: String) {
            self.message = message
        }
    }

    /// What `kind` may be; the second is an older spelling.
    public static let kinds = ["taskTemplate", "task_template"]

    /// The members of an order to create a session, in its words, without those of `config`.
    public let order: [JSONValue.Member]
    /// The members of the order's `config`.
    public let configuration: [JSONValue.Member]
    /// What is fetched before anything else runs.
    public let git: GitSource?

    /// Reads a template.
    ///
    /// - Throws: ``Problem`` that names the member.
    public init(_ template: JSONValue) throws(Problem) {
        guard let kind = template["kind"]?.text, Self.kinds.contains(kind) else {
            throw Problem(message: "`kind` must be `taskTemplate`")
        }
        let metadata = try Self.object(template["metadata"], "metadata")
        guard let spec = template["spec"], spec.members != nil else { throw Problem(message: "`spec` is missing") }
        guard let kernel = spec["kernel"], kernel.members != nil else {
            throw Problem(message: "`spec.kernel` is missing")
        }
        guard let image = kernel["image"]?.text, !image.isEmpty else {
            throw Problem(message: "`spec.kernel.image` is missing")
        }
        let mounts = try Self.object(spec["mounts"], "spec.mounts").members ?? []
        let run = try Self.object(kernel["run"], "spec.kernel.run")
        order = Self.present([
            ("image", .string(image)), ("architecture", kernel["architecture"]),
            ("type", spec["session_type"] ?? spec["sessionType"]), ("tag", metadata["tag"]),
            ("bootstrap_script", run["bootstrap"]),
            ("startup_command", run["startup_command"] ?? run["startupCommand"]),
        ])
        configuration = Self.present([
            ("scaling_group", spec["scaling_group"] ?? spec["scalingGroup"]),
            ("environ", kernel["environ"]), ("resources", spec["resources"]),
            ("resource_opts", spec["resource_opts"] ?? spec["resourceOpts"]),
            ("agent_list", spec["agent_list"] ?? spec["agentList"]),
            ("mounts", mounts.isEmpty ? nil : JSONValue.array(mounts.map { .string($0.name) })),
            ("mount_map", mounts.isEmpty ? nil : JSONValue.object(mounts.filter { !$0.value.isNull })),
        ])
        if let value = kernel["git"], !value.isNull {
            git = try GitSource(value)
        } else {
            git = nil
        }
    }

    /// The order of a request with what the template says where the request is silent.
    ///
    /// A tag that is given counts even if it is null. Variables, slots and options of both are joined; the request's win.
    ///
    /// - Parameter request: The members of the request, without the template's id.
    /// - Returns: The members of an order, as a request without template has them.
    public func completing(_ request: [JSONValue.Member]) -> [JSONValue.Member] {
        let names = Set(request.map(\.name))
        var members = order.filter { $0.name != "tag" || !names.contains("tag") }
        // A later member of a name wins, and null says nothing.
        members += request.filter { $0.name != "config" }
        let script = members.last { ["bootstrap_script", "bootstrapScript"].contains($0.name) && !$0.value.isNull }
        if let git {
            members.removeAll { ["bootstrap_script", "bootstrapScript"].contains($0.name) }
            members.append(.init("bootstrap_script", .string(git.script + (script?.value.text ?? ""))))
        }
        let given = request.last { $0.name == "config" && !$0.value.isNull }?.value
        if let given, given.members == nil { return members + [.init("config", given)] }
        return members + [.init("config", .object(joined(with: given?.members ?? [])))]
    }

    private func joined(with given: [JSONValue.Member]) -> [JSONValue.Member] {
        var members = configuration
        for member in given where !member.value.isNull {
            let name = Self.canonical(member.name)
            guard let index = members.firstIndex(where: { $0.name == name }) else {
                members.append(member)
                continue
            }
            switch (members[index].value, member.value) {
            case (.object(let ours), .object(let theirs)):
                let kept = ours.filter { member in !theirs.contains { $0.name == member.name } }
                members[index] = .init(name, .object(kept + theirs))
            case (_, .array(let items)) where items.isEmpty: continue
            default: members[index] = member
            }
        }
        return members
    }

    private static func canonical(_ name: String) -> String {
        [
            "scalingGroup": "scaling_group", "resourceOpts": "resource_opts", "agentList": "agent_list",
            "mountMap": "mount_map",
        ][name] ?? name
    }

    private static func object(_ value: JSONValue?, _ place: String) throws(Problem) -> JSONValue {
        guard let value, !value.isNull else { return [:] }
        guard value.members != nil else { throw Problem(message: "`\(place)` is no object") }
        return value
    }

    private static func present(_ members: [(String, JSONValue?)]) -> [JSONValue.Member] {
        members.compactMap { name, value in
            value.flatMap { $0.isNull ? nil : JSONValue.Member(name, $0) }
        }
    }
}
