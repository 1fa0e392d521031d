import Core

/// A session template as it is kept: checked, and with every default filled in.
///
/// - SeeAlso: section 2.6 of the original's data model.
struct SessionTemplate: Sendable, Equatable {
    /// What a template makes.
    enum Kind: String, Sendable, CaseIterable {
        /// One session of equal kernels.
        case task
        /// A session whose kernels come from task templates.
        case cluster

        /// What templates of the kind call themselves.
        fileprivate var names: [String] {
            switch self {
            case .task: ["taskTemplate", "task_template"]
            case .cluster: ["clusterTemplate", "cluster_template"]
            }
        }
    }

    /// The longest name, in bytes.
    private static let maximumName = 128

    let kind: Kind
    /// The name that it gives itself.
    let name: String
    /// The template.
    let content: JSONValue

    /// Checks a template.
    ///
    /// - Throws: ``BackendError`` 400 that tells which field is wrong, and how.
    init(_ value: JSONValue, kind: Kind) throws(BackendError) {
        var fields = try TemplateFields(value, at: "")
        let version = try fields.requiredText("api_version", "apiVersion")
        guard let name = try fields.choice("kind", among: kind.names) else {
            throw fields.refusal("kind", "is required")
        }
        var metadata = try fields.requiredFields("metadata")
        let title = try metadata.requiredText("name")
        guard title.utf8.count <= SessionTemplate.maximumName else {
            throw metadata.refusal("name", "is longer than \(SessionTemplate.maximumName) bytes")
        }
        var described: [JSONValue.Member] = [.init("name", .string(title))]
        if kind == .task { described.append(.init("tag", JSONValue(try metadata.text("tag", limit: 64)))) }
        try metadata.finish()
        var members: [JSONValue.Member] = [.init("api_version", .string(version)), .init("kind", .string(name))]
        if kind == .cluster {
            let mode = try fields.choice("mode", among: ClusterMode.allCases.map(\.rawValue))
            members.append(.init("mode", .string(mode ?? ClusterMode.singleNode.rawValue)))
        }
        members.append(.init("metadata", .object(described)))
        let spec = try fields.requiredFields("spec")
        members.append(.init("spec", kind == .task ? try Self.task(spec) : try Self.cluster(spec)))
        try fields.finish()
        (self.kind, self.name, content) = (kind, title, .object(members))
    }

    // MARK: Tasks

    private static func task(_ given: TemplateFields) throws(BackendError) -> JSONValue {
        var spec = given
        let types = SessionType.allCases.map(\.rawValue)
        let type = try spec.choice("session_type", "sessionType", "type", among: types)
        var kernel = try spec.requiredFields("kernel")
        let members: [JSONValue.Member] = [
            .init("image", .string(try kernel.requiredText("image"))),
            .init("architecture", .string(try kernel.text("architecture") ?? "x86_64")),
            .init("environ", .object(try kernel.texts("environ") ?? [])),
            .init("run", try commands(try kernel.fields("run"))),
            .init("git", try repository(try kernel.fields("git"))),
        ]
        try kernel.finish()
        let result: JSONValue = [
            "session_type": .string(type ?? SessionType.interactive.rawValue), "kernel": .object(members),
            "scaling_group": JSONValue(try spec.text("scaling_group", "scalingGroup")),
            "mounts": .object(try spec.texts("mounts") ?? []),
            "resources": try spec.texts("resources").map { .object($0) } ?? .null,
            "agent_list": try agents(&spec),
        ]
        try spec.finish()
        return result
    }

    private static func commands(_ given: TemplateFields?) throws(BackendError) -> JSONValue {
        guard var run = given else { return .null }
        let result: JSONValue = [
            "bootstrap": JSONValue(try run.text("bootstrap", limit: 64 << 10)),
            "startup_command": JSONValue(
                try run.text("startup_command", "startup", "startupCommand", limit: 64 << 10)),
        ]
        try run.finish()
        return result
    }

    private static func repository(_ given: TemplateFields?) throws(BackendError) -> JSONValue {
        guard var git = given else { return .null }
        var credential = JSONValue.null
        if var fields = try git.fields("credential") {
            credential = [
                "username": .string(try fields.requiredText("username")),
                "password": .string(try fields.requiredText("password")),
            ]
            try fields.finish()
        }
        let result: JSONValue = [
            "repository": .string(try git.requiredText("repository")), "commit": JSONValue(try git.text("commit")),
            "branch": JSONValue(try git.text("branch")), "credential": credential,
            "destination_dir": JSONValue(try git.text("destination_dir", "destinationDir")),
        ]
        try git.finish()
        return result
    }

    private static func agents(_ spec: inout TemplateFields) throws(BackendError) -> JSONValue {
        guard let items = try spec.items("agent_list") else { return .null }
        guard items.allSatisfy({ $0.text != nil }) else { throw spec.refusal("agent_list", "must be a list of texts") }
        return .array(items)
    }

    // MARK: Clusters

    /// The ids of the task templates that a cluster's kernels come from.
    var taskTemplates: [String] {
        (content["spec"]?["nodes"]?.items ?? []).compactMap { $0["session_template"]?.text }
    }

    private static func cluster(_ given: TemplateFields) throws(BackendError) -> JSONValue {
        var spec = given
        var nodes: [JSONValue] = []
        var roles: Set<String> = []
        for item in try spec.items("nodes") ?? [] {
            var node = try TemplateFields(item, at: "spec.nodes")
            let role = try node.requiredText("role", "cluster_role", "clusterRole")
            guard roles.insert(role).inserted else { throw node.refusal("role", "`\(role)` occurs twice") }
            let template = try node.requiredText("session_template", "sessionTemplate")
            guard let id = TemplateRecord.id(parsing: template) else {
                throw node.refusal("session_template", "must be the id of a task template")
            }
            let replicas = node.value("replicas") ?? 1
            guard let number = replicas.integer, (1...1000).contains(number) else {
                throw node.refusal("replicas", "must be a whole number from 1 on")
            }
            guard role != "main" || number == 1 else { throw node.refusal("replicas", "must be 1 for the role `main`") }
            try node.finish()
            nodes.append(["role": .string(role), "session_template": .string(id), "replicas": .integer(number)])
        }
        guard roles.contains("main") else { throw spec.refusal("nodes", "must have one with the role `main`") }
        let result: JSONValue = [
            "environ": .object(try spec.texts("environ") ?? []), "mounts": .object(try spec.texts("mounts") ?? []),
            "nodes": .array(nodes),
        ]
        try spec.finish()
        return result
    }
}
