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

    /// A cluster of one node is a session from that node's template; larger ones do not exist yet.
    @Sendable
    private func createCluster(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let requester = try context.requester()
        let parameters = try await Parameters.of(request, context)
        let cluster = try await content(parameters, clusterTemplate, for: requester)
        let nodes = cluster["spec"]?["nodes"]?.items ?? []
        guard nodes.count == 1, let node = nodes.first, (node["replicas"]?.integer ?? 1) == 1 else {
            throw BackendError(
                .notImplemented, "sessions of several kernels are not available yet",
                hint: "use a cluster template with one node of one replica")
        }
        guard let id = (node["session_template"] ?? node["sessionTemplate"])?.text,
            let content = try await taskTemplate(id, requester)
        else { throw Self.unknown }
        let shared = (cluster["spec"]?["environ"]).map { [JSONValue.Member("environ", $0)] } ?? []
        var members = parameters.except(Self.idNames)
        let group = members.last { ["scaling_group", "scalingGroup"].contains($0.name) && !$0.value.isNull }
        members.removeAll { ["scaling_group", "scalingGroup"].contains($0.name) }
        let scalingGroup = group.map { [JSONValue.Member("scaling_group", $0.value)] } ?? []
        if !members.contains(where: { $0.name == "config" }) {
            members.append(.init("config", .object(shared + scalingGroup)))
        }
        var completed = Parameters(try Self.read(content).completing(members))
        let order = SessionOrder(reading: &completed)
        try completed.finish()
        return try await sessions.answer(order, for: requester)
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
