import Core
import Hummingbird

/// The routes under `/template/session` and `/template/cluster`.
struct TemplateRoutes {
    let service: TemplateService

    func add(to routes: inout ManagerRoutes) {
        for (path, kind) in [("/template/session", SessionTemplate.Kind.task), ("/template/cluster", .cluster)] {
            routes.signed(
                .post, path, { try await create($0, $1, kind) },
                .init(
                    "Keeps templates of sessions", .templates, .owned(.create, .template),
                    input: ["payload": .text], isOpen: true, answer: .json(.anything), failures: [403, 404]))
            routes.signed(
                .get, path, { try await list($0, $1, kind) },
                .init(
                    "The templates that the requester may use", .templates, .owned(.list, .template),
                    answer: .json(.anything),
                    failures: [403, 404]))
            routes.signed(
                .get, "\(path)/:id", { try await show($0, $1, kind) },
                .init(
                    "A template", .templates, .owned(.read, .template), answer: .json(.anything), failures: [403, 404]))
            routes.signed(
                .put, "\(path)/:id", { try await modify($0, $1, kind) },
                .init(
                    "Changes a template", .templates, .owned(.modify, .template),
                    input: ["payload": .text], isOpen: true, answer: .json(.anything), failures: [403, 404]))
            routes.signed(
                .delete, "\(path)/:id", { try await remove($0, $1, kind) },
                .init(
                    "Removes a template", .templates, .owned(.delete, .template), answer: .json(.anything),
                    failures: [403, 404]))
        }
    }

    private func create(
        _ request: Request, _ context: ManagerRequestContext, _ kind: SessionTemplate.Kind
    ) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let text = parameters.requiredString("payload")
        let target = TemplateRoutes.target(&parameters)
        try parameters.finish()
        let payload = try TemplatePayload(parsing: text, kind: kind)
        let records = try await service.create(
            payload, target, by: try context.requester(), requestID: context.requestID)
        let bodies = records.map { record -> JSONValue in
            ["id": .string(record.id), "user": .string(record.user.filter { $0 != "-" })]
        }
        return .json(payload.isBare ? bodies.first ?? .null : .array(bodies))
    }

    @Sendable
    private func list(
        _ request: Request, _ context: ManagerRequestContext, _ kind: SessionTemplate.Kind
    ) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        // Everybody is shown all that they may see in any case.
        _ = parameters.bool("all")
        parameters.ignore("group_id")
        try parameters.finish()
        let records = try await service.list(kind, for: requester)
        return .json(
            .array(
                records.map { record in
                    [
                        "name": .string(record.name), "id": .string(record.id),
                        "created_at": .string(PythonText.time(record.createdAt)),
                        "is_owner": .bool(record.user == requester.user.id), "user": .string(record.user),
                        "group": .string(record.group), "user_email": .string(record.email),
                        "group_name": .string(record.groupName), "domain_name": .string(record.domain),
                        "type": .string(record.kind.rawValue), "template": record.content,
                    ]
                }))
    }

    /// The client decides by the format how it prints; a template that cannot be read is an empty object, as in the
    /// original, for tasks.
    private func show(
        _ request: Request, _ context: ManagerRequestContext, _ kind: SessionTemplate.Kind
    ) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        if let format = parameters.string("format"), !["yaml", "json"].contains(format) {
            parameters.fail(["format"], "value doesn't match any variant")
        }
        parameters.ignore("owner_access_key")
        try parameters.finish()
        let id = try context.parameter("id")
        guard let record = try await service.template(id, kind, for: try context.requester()) else {
            guard kind == .task else { throw TemplateService.absent }
            return .json([:])
        }
        return .json([
            "template": record.content, "name": .string(record.name), "user_uuid": .string(record.user),
            "group_id": .string(record.group), "domain_name": .string(record.domain),
        ])
    }

    private func modify(
        _ request: Request, _ context: ManagerRequestContext, _ kind: SessionTemplate.Kind
    ) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let text = parameters.requiredString("payload")
        _ = TemplateRoutes.target(&parameters)
        try parameters.finish()
        let payload = try TemplatePayload(parsing: text, kind: kind)
        try await service.modify(
            try context.parameter("id"), by: payload, requester: try context.requester(), requestID: context.requestID)
        return .json(["success": true])
    }

    private func remove(
        _ request: Request, _ context: ManagerRequestContext, _ kind: SessionTemplate.Kind
    ) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        parameters.ignore("owner_access_key")
        try parameters.finish()
        try await service.remove(
            try context.parameter("id"), kind, by: try context.requester(), requestID: context.requestID)
        return .json(["success": true])
    }

    private static func target(_ parameters: inout Parameters) -> TemplateService.Target {
        var target = TemplateService.Target()
        if let group = parameters.string("group_name", "groupName", "group") { target.group = group }
        if let domain = parameters.string("domain_name", "domainName", "domain") { target.domain = domain }
        target.owner = parameters.string("owner_access_key", "ownerAccessKey").map { AccessKey(rawValue: $0) }
        return target
    }
}
