import Core
import HTTPTypes
import Hummingbird

/// The routes that create sessions from templates.
struct TemplateSessionRoutes {
    /// Finds the content of a template that a requester may use; nil when there is none of that id.
    typealias Finder = @Sendable (_ id: String, _ requester: Requester) async throws -> JSONValue?

    private static let idNames = ["template_id", "templateId"]

    let sessions: SessionService
    let taskTemplate: Finder
    let clusterTemplate: Finder

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .post, "/session/_/create-from-template", create,
            .init(
                "Creates a session from a template", .sessions, .owned(.create, .session),
                input: ["template_id": .text, "name": .text], isOpen: true, status: 201, answer: .json(.anything),
                failures: [403, 404, 412, 500, 503]))
        routes.signed(
            .post, "/session/_/create-cluster", createCluster,
            .init(
                "Creates a session from a template of a cluster", .sessions, .owned(.create, .session),
                input: ["template_id": .text], isOpen: true, status: 201, answer: .json(.anything),
                failures: [403, 404, 412, 500, 503]))
    }

    @Sendable
    private func create(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        let parameters = try await Parameters.of(request, context)
        let template = try await template(parameters, taskTemplate, for: requester)
        var completed = Parameters(template.completing(parameters.except(Self.idNames)))
        let order = SessionOrder(reading: &completed)
        try completed.finish()
        return try await sessions.answer(order, for: requester)
    }

    /// Each role's kernels are what a session of the role's own template would be; the request counts for all of them.
    @Sendable
    private func createCluster(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        let parameters = try await Parameters.of(request, context)
        let cluster = try await content(parameters, clusterTemplate, for: requester)
        var main: SessionOrder?
        var roles: [RoleOrder] = []
        for node in cluster["spec"]?["nodes"]?.items ?? [] {
            guard let id = (node["session_template"] ?? node["sessionTemplate"])?.text, let role = node["role"]?.text,
                let content = try await taskTemplate(id, requester)
            else { throw Self.unknown }
            let members = Self.members(of: parameters, in: cluster)
            var completed = Parameters(try Self.read(content).completing(members))
            let order = SessionOrder(reading: &completed)
            try completed.finish()
            if role == ClusterSpec.mainRole {
                main = order
            } else {
                let replicas = node["replicas"]?.integer.flatMap { Int(exactly: $0) } ?? 1
                roles.append(RoleOrder(name: role, replicas: replicas, order: order))
            }
        }
        guard var order = main else { throw Self.unknown }
        order.clusterMode = cluster["mode"]?.text.flatMap(ClusterMode.init) ?? .singleNode
        order.clusterSize = roles.reduce(1) { $0 + $1.replicas }
        order.roles = roles
        return try await sessions.answer(order, for: requester)
    }

    /// The members of a request for a cluster, as a request for a session has them.
    private static func members(of parameters: Parameters, in cluster: JSONValue) -> [JSONValue.Member] {
        let shared = (cluster["spec"]?["environ"]).map { [JSONValue.Member("environ", $0)] } ?? []
        var members = parameters.except(idNames)
        let group = members.last { ["scaling_group", "scalingGroup"].contains($0.name) && !$0.value.isNull }
        members.removeAll { ["scaling_group", "scalingGroup"].contains($0.name) }
        let scalingGroup = group.map { [JSONValue.Member("scaling_group", $0.value)] } ?? []
        if !members.contains(where: { $0.name == "config" }) {
            members.append(.init("config", .object(shared + scalingGroup)))
        }
        return members
    }

    private static let unknown = BackendError.notFound(
        "task template", hint: "`backend.ai session-template list` shows yours")

    private func template(
        _ parameters: Parameters, _ finder: Finder, for requester: Requester
    ) async throws -> TaskTemplate {
        try Self.read(try await content(parameters, finder, for: requester))
    }

    private func content(
        _ parameters: Parameters, _ finder: Finder, for requester: Requester
    ) async throws -> JSONValue {
        var parameters = parameters
        let id = parameters.uuid("template_id", "templateId")
        if id == nil, !parameters.has("template_id", "templateId") {
            parameters.fail(Self.idNames, "is required")
        }
        // What else there is, the order reads.
        try parameters.finish(allowsUnknown: true)
        guard let content = try await finder(id ?? "", requester) else { throw Self.unknown }
        return content
    }

    private static func read(_ content: JSONValue) throws(BackendError) -> TaskTemplate {
        do throws(TaskTemplate.Problem) {
            return try TaskTemplate(content)
        } catch {
            throw BackendError(.invalidParameters, "the template cannot be used: \(error.message)")
        }
    }
}
