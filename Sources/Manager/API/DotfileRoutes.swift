import Core
import Hummingbird

/// The routes `/user-config/dotfiles`, `/group-config/dotfiles`, `/domain-config/dotfiles` and
/// `/user-config/bootstrap-script`.
struct DotfileRoutes {
    private enum Scope {
        case user
        case group
        case domain

        var entity: Entity {
            switch self {
            case .user: .userDotfile
            case .group: .groupDotfile
            case .domain: .domainDotfile
            }
        }
    }

    let service: DotfileService

    func add(to routes: inout ManagerRoutes) {
        for (path, scope) in [("/user-config", Scope.user), ("/group-config", .group), ("/domain-config", .domain)] {
            let path = path + "/dotfiles"
            routes.signed(
                .post, path, { try await create($0, $1, scope) },
                .init(
                    "Keeps a file for the home of sessions", .templates, .owned(.create, scope.entity),
                    input: ["path": .text, "data": .text, "permission": .text], isOpen: true, answer: .json(.anything),
                    failures: [403, 404]))
            routes.signed(
                .get, path, { try await list($0, $1, scope) },
                .init(
                    "The files kept for the home of sessions, or one of them", .templates, .owned(.list, scope.entity),
                    answer: .json(.anything),
                    failures: [403, 404]))
            routes.signed(
                .patch, path, { try await modify($0, $1, scope) },
                .init(
                    "Changes a kept file", .templates, .owned(.modify, scope.entity),
                    input: ["path": .text, "data": .text, "permission": .text], isOpen: true, answer: .json(.anything),
                    failures: [403, 404]))
            routes.signed(
                .delete, path, { try await remove($0, $1, scope) },
                .init(
                    "Removes a kept file", .templates, .owned(.delete, scope.entity), answer: .json(.anything),
                    failures: [403, 404]))
        }
        routes.signed(
            .get, "/user-config/bootstrap-script", script,
            .init(
                "The script that begins sessions without one", .templates, .rule(.read, .userDotfile, at: .own),
                answer: .json(.anything)))
        routes.signed(
            .post, "/user-config/bootstrap-script", setScript,
            .init(
                "Sets the script that begins sessions without one", .templates, .rule(.modify, .userDotfile, at: .own),
                input: ["script": .text], isOpen: true, answer: .json(.anything)))
    }

    private func create(_ request: Request, _ context: ManagerRequestContext, _ scope: Scope) async throws -> Response {
        let (file, target) = try await DotfileRoutes.order(request, context, scope)
        try await service.create(file, target, by: try context.requester(), requestID: context.requestID)
        return .json([:])
    }

    private func modify(_ request: Request, _ context: ManagerRequestContext, _ scope: Scope) async throws -> Response {
        let (file, target) = try await DotfileRoutes.order(request, context, scope)
        try await service.modify(file, target, by: try context.requester(), requestID: context.requestID)
        return .json([:])
    }

    private func list(_ request: Request, _ context: ManagerRequestContext, _ scope: Scope) async throws -> Response {
        let requester = try context.requester()
        var parameters = try await Parameters.of(request, context)
        let path = parameters.string("path")
        let target = DotfileRoutes.target(scope, &parameters)
        try parameters.finish()
        if let path {
            let file = try await service.show(path, target, for: requester)
            return .json(["path": .string(file.path), "perm": .string(file.permission), "data": .string(file.data)])
        }
        let files = try await service.list(target, for: requester)
        return .json(
            .array(
                files.map {
                    [
                        "path": .string($0.path), "permission": .string($0.permission), "data": .string($0.data),
                    ]
                }))
    }

    private func remove(_ request: Request, _ context: ManagerRequestContext, _ scope: Scope) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let path = parameters.requiredString("path")
        let target = DotfileRoutes.target(scope, &parameters)
        try parameters.finish()
        try await service.remove(path, target, by: try context.requester(), requestID: context.requestID)
        return .json(["success": true])
    }

    @Sendable
    private func script(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        .json(.string(try await service.bootstrapScript(of: try context.requester())))
    }

    @Sendable
    private func setScript(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        var parameters = try await Parameters.of(request, context)
        let script = parameters.requiredString("script")
        if script.utf8.count > DotfileRules.maximumSize {
            parameters.fail(["script"], "String is longer than \(DotfileRules.maximumSize) characters")
        }
        try parameters.finish()
        try await service.setBootstrapScript(script, of: try context.requester())
        return .json([:])
    }

    private static func order(_ request: Request, _ context: ManagerRequestContext, _ scope: Scope) async throws
        -> (DotfileRecord, DotfileService.Target)
    {
        var parameters = try await Parameters.of(request, context)
        let data = parameters.requiredString("data")
        if data.utf8.count > DotfileRules.maximumSize {
            parameters.fail(["data"], "String is longer than \(DotfileRules.maximumSize) characters")
        }
        let path = parameters.requiredString("path")
        let permission = parameters.requiredString("permission")
        if parameters.has("permission"), permission.wholeMatch(of: /[0-7]{3}/) == nil {
            parameters.fail(["permission"], #"does not match pattern ^[0-7]{3}$"#)
        }
        let target = target(scope, &parameters)
        try parameters.finish()
        return (DotfileRecord(path: path, permission: permission, data: data), target)
    }

    /// Whose dotfiles are meant; the original's client misspells the owner's key in one place.
    private static func target(_ scope: Scope, _ parameters: inout Parameters) -> DotfileService.Target {
        switch scope {
        case .user:
            let owner = parameters.string("owner_access_key", "onwer_access_key")
            return .user(owner.map { AccessKey(rawValue: $0) })
        case .group:
            let domain = parameters.string("domain")
            return .group(parameters.requiredString("group"), domain: domain)
        case .domain: return .domain(parameters.requiredString("domain"))
        }
    }
}
