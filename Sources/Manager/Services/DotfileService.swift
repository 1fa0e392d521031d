import Core

/// The dotfiles of users, groups and domains, and users' bootstrap scripts.
struct DotfileService: Sendable {
    /// Whose dotfiles a request means, as it says so.
    enum Target: Sendable {
        /// A user's: the requester's own, or those that an access key names.
        case user(AccessKey?)
        /// A group's, by id or by name in a domain.
        case group(String, domain: String?)
        case domain(String)
    }

    let store: Store
    let authentication: AuthenticationService

    /// The dotfiles.
    func list(_ target: Target, for requester: Requester) async throws -> [DotfileRecord] {
        try await store.dotfiles(of: try await owner(target, .list, requester))
    }

    /// One dotfile.
    func show(_ text: String, _ target: Target, for requester: Requester) async throws -> DotfileRecord {
        let owner = try await owner(target, .read, requester)
        let path = try? DotfileRules.path(text)
        guard let file = try await store.dotfiles(of: owner).first(where: { $0.path == path }) else {
            throw BackendError.notFound("dotfile")
        }
        return file
    }

    /// Adds a dotfile.
    func create(_ given: DotfileRecord, _ target: Target, by requester: Requester, requestID: String?) async throws {
        let owner = try await owner(target, .create, requester)
        let file = DotfileRecord(
            path: try DotfileRules.path(given.path), permission: given.permission, data: given.data)
        let entry = entry(.create, file.path, owner, requester, requestID)
        try await store.changeDotfiles(of: owner, by: entry) { present throws(BackendError) in
            try DotfileRules.check(adding: file, to: present)
            return (file, nil)
        }
    }

    /// Replaces a dotfile.
    func modify(_ given: DotfileRecord, _ target: Target, by requester: Requester, requestID: String?) async throws {
        let owner = try await owner(target, .modify, requester)
        let file = DotfileRecord(
            path: try DotfileRules.path(given.path), permission: given.permission, data: given.data)
        let entry = entry(.modify, file.path, owner, requester, requestID)
        try await store.changeDotfiles(of: owner, by: entry) { present throws(BackendError) in
            try DotfileRules.check(replacingBy: file, in: present)
            return (file, nil)
        }
    }

    /// Removes a dotfile.
    func remove(_ text: String, _ target: Target, by requester: Requester, requestID: String?) async throws {
        let owner = try await owner(target, .delete, requester)
        guard let path = try? DotfileRules.path(text) else { throw BackendError.notFound("dotfile") }
        let entry = entry(.delete, path, owner, requester, requestID)
        try await store.changeDotfiles(of: owner, by: entry) { present throws(BackendError) in
            guard present.contains(where: { $0.path == path }) else { throw BackendError.notFound("dotfile") }
            return (nil, path)
        }
    }

    /// The requester's bootstrap script.
    func bootstrapScript(of requester: Requester) async throws -> String {
        try requester.insist(on: .read, .userDotfile, at: .own)
        return try await store.bootstrapScript(of: requester.accessKey)
    }

    /// Sets the requester's bootstrap script; an empty one is none.
    func setBootstrapScript(_ script: String, of requester: Requester) async throws {
        try requester.insist(on: .modify, .userDotfile, at: .own)
        try await store.setBootstrapScript(script, of: requester.accessKey)
    }

    /// Whose dotfiles are meant, once it is sure that the requester may do that with them.
    private func owner(_ target: Target, _ action: Action, _ requester: Requester) async throws -> DotfileOwner {
        switch target {
        case .user(let key):
            let keypair = try requester.acting(for: key, to: action, .userDotfile, among: authentication)
            return .user(keypair.keypair.accessKey)
        case .group(let reference, let domain):
            let place = try await store.groupPlace(reference, domain: domain, for: requester.user.id)
            try requester.insist(on: action, .groupDotfile, at: place?.distance(from: requester) ?? .other)
            guard let place else { throw BackendError.notFound("user group (or project)") }
            return .group(place.id)
        case .domain(let name):
            try requester.insist(on: action, .domainDotfile, at: requester.distance(domain: name))
            guard try await store.hasDomain(name) else { throw BackendError.notFound("domain") }
            return .domain(name)
        }
    }

    /// What is recorded: changes of what is not the requester's own.
    private func entry(
        _ action: Action, _ path: String, _ owner: DotfileOwner, _ requester: Requester, _ requestID: String?
    ) -> AuditEntry? {
        let (entity, name): (Entity, String)
        switch owner {
        case .user(requester.accessKey): return nil
        case .user(let key): (entity, name) = (.userDotfile, key.rawValue)
        case .group(let id): (entity, name) = (.groupDotfile, id)
        case .domain(let domain): (entity, name) = (.domainDotfile, domain)
        }
        return AuditEntry(
            requester: requester, action: action, entity: entity, id: name,
            after: action == .delete ? nil : ["path": .string(path)], requestID: requestID)
    }
}
