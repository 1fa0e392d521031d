import Core
import FoundationEssentials
import Signing
import Transport

@testable import Manager

/// How a role walk asks a route, and how it knows from the answer whether that was allowed.
struct RouteProbe: Sendable {
    /// What is sent.
    struct Call: Sendable {
        let target: String
        var body: String?
        /// What only an allowed answer has inside.
        var needle: String?
    }

    /// How it is sent.
    enum Kind {
        case plain
        case events
        case webSocket
    }

    /// The statuses of an answer that was allowed: what the request wanted, or why it cannot be had by anybody.
    var allowed: Set<Int> = [200]
    var kind = Kind.plain
    /// Whether what was asked for has happened, where the answer does not say so.
    var effect: (@Sendable (RoleQuestion) async throws -> Bool)?
    let call: @Sendable (RoleQuestion) async throws -> Call

    /// Whether a route allows it; nil for an answer that says neither.
    func isAllowed(_ question: RoleQuestion, _ method: String) async throws -> (Bool?, String) {
        let call = try await call(question)
        let (status, text) = try await send(call, question, method)
        let report = "\(status) \(text.prefix(300))"
        if allowed.contains(status) {
            if let effect { return (try await effect(question), report) }
            return (call.needle.map { text.contains($0) } ?? true, report)
        }
        return ([401, 403, 404].contains(status) ? false : nil, report)
    }

    private func send(_ call: Call, _ question: RoleQuestion, _ method: String) async throws -> (Int, String) {
        let (manager, keypair) = (question.manager, question.asker.keypair)
        switch kind {
        case .plain:
            let answer = try await manager.send(method, call.target, call.body, by: keypair)
            return (answer.status, answer.text)
        case .events: return (try await manager.follow(call.target, by: keypair).status, "")
        case .webSocket: return try await open(call.target, manager, keypair)
        }
    }

    private func open(_ target: String, _ manager: TestManager, _ keypair: Keypair) async throws -> (Int, String) {
        do throws(TransportError) {
            _ = try await manager.webSocket(target, by: keypair)
            return (101, "")
        } catch {
            guard case .refused(let answer) = error else { throw error }
            return (answer.status, String(decoding: answer.body, as: UTF8.self))
        }
    }
}

extension RouteProbe {
    /// A route of a session that waits, by name and with its owner's access key where it is not the asker's.
    static func session(
        _ path: String, _ allowed: Set<Int> = [200], _ body: String? = nil, _ query: String = "", kind: Kind = .plain
    ) -> RouteProbe {
        RouteProbe(allowed: allowed, kind: kind) { question in
            let name = try await question.session()
            let owner = question.isOwn ? "" : "owner_access_key=\(question.owner.accessKey)"
            let parameters = [query, owner].filter { !$0.isEmpty }.joined(separator: "&")
            let target = path.replacing(":id", with: name)
            return Call(target: parameters.isEmpty ? target : "\(target)?\(parameters)", body: body)
        }
    }

    /// A route whose request says nothing of whose thing is meant.
    static func fixed(_ target: String, _ body: String? = nil, _ allowed: Set<Int> = [200]) -> RouteProbe {
        RouteProbe(allowed: allowed) { _ in Call(target: target, body: body) }
    }
}

extension RoleQuestion {
    /// Makes a session that no agent has room for, and gives its name.
    func session() async throws -> String {
        let name = "s-\(KernelID.random().rawValue.prefix(8))"
        let new = TestStore.session(name, cpu: 64, of: owner)
        guard case .enqueued = try await manager.store.enqueue(new) else { throw TestStore.NotEnqueued() }
        return name
    }

    /// Makes a template, and gives its id; a cluster's has one node of another one.
    func template(_ kind: SessionTemplate.Kind) async throws -> String {
        let text =
            switch kind {
            case .task: RoleQuestion.task
            case .cluster: RoleQuestion.cluster(of: try await template(.task))
            }
        let record = TemplateRecord(
            id: KernelID.random().rawValue.filter { $0 != "-" }, kind: kind, name: "t",
            content: try JSONValue(parsing: Array(text.utf8)),
            createdAt: Timestamp.now(), domain: owner.domain, group: owner.group, groupName: owner.groupName,
            user: owner.user, email: owner.email)
        try await manager.store.insert([record], [])
        return record.id
    }

    /// Writes an error of the owner's, and gives its id.
    func errorLog() async throws -> String {
        let id = KernelID.random().rawValue
        try await manager.store.append([
            ErrorLogRecord(
                id: id, createdAt: Timestamp.now(), severity: .error, source: "test", user: owner.user, message: "m",
                contextLanguage: "swift", contextEnvironment: [:])
        ])
        return id
    }

    /// Makes a scaling group that only one group may use, and gives its name.
    func scalingGroup() async throws -> String {
        let name = "sg-\(KernelID.random().rawValue.prefix(8))"
        try await RoleWorld.change(
            manager, #"create_scaling_group(name: "\#(name)", props: {driver: "static", scheduler: "fifo"}) { ok msg }"#
        )
        try await RoleWorld.change(
            manager,
            #"associate_scaling_group_with_user_group(scaling_group: "\#(name)", user_group: "\#(group)") { ok msg }"#)
        return name
    }

    /// Puts a dotfile there, and gives its path.
    func dotfile(_ entity: Entity) async throws -> String {
        let path = ".f\(KernelID.random().rawValue.prefix(8))"
        let target: DotfileOwner =
            switch entity {
            case .groupDotfile: .group(group)
            case .domainDotfile: .domain(owner.domain)
            default: .user(owner.accessKey)
            }
        try await manager.store.changeDotfiles(of: target, by: nil) { _ throws(BackendError) in
            (DotfileRecord(path: path, permission: "644", data: "d"), nil)
        }
        return path
    }

    /// Starts a task of the owner's, and gives its id.
    func backgroundTask() async throws -> String {
        let id = BackgroundTaskID(rawValue: SessionID.random().rawValue)
        try await manager.store.begin(
            BackgroundTaskRecord(
                id: id, name: "test", owner: owner.accessKey, domain: owner.domain, status: .started, message: "",
                current: 0, total: 0))
        return id.rawValue
    }

    static let task = #"""
        {"api_version":"v1","kind":"taskTemplate","metadata":{"name":"t"},"spec":{"kernel":{"image":"python"}}}
        """#

    static func cluster(of template: String) -> String {
        #"""
        {"api_version":"v1","kind":"cluster_template","metadata":{"name":"c"},"spec":{"nodes":[{"role":"main",
        "session_template":"\#(template)","replicas":1}]}}
        """#
    }

    /// What a kind of template looks like when it is sent.
    func payload(_ kind: SessionTemplate.Kind) async throws -> String {
        let text = kind == .task ? Self.task : Self.cluster(of: try await template(.task))
        return JSONValue.string(#"[{"template":\#(text)}]"#).encodedText
    }
}
