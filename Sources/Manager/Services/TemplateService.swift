import Core

/// What users may do with session templates.
struct TemplateService: Sendable {
    /// For whom a template is made or looked for.
    struct Target: Sendable {
        var group = "default"
        var domain = "default"
        var owner: AccessKey?
    }

    let store: Store
    let authentication: AuthenticationService

    /// Makes templates.
    ///
    /// - Returns: The templates as they are kept, in the payload's order.
    func create(
        _ payload: TemplatePayload, _ target: Target, by requester: Requester, requestID: String?
    ) async throws -> [TemplateRecord] {
        let owner = try requester.acting(for: target.owner, to: .create, .template, among: authentication).user
        guard target.domain == owner.domain else {
            throw BackendError(.invalidParameters, "You can only set the domain to your domain.")
        }
        var records: [TemplateRecord] = []
        for item in payload.items {
            let user = try await user(item.user, or: owner.id, .create, requester)
            let group = try await group(item.group ?? target.group, of: owner.domain, for: user, requester)
            try await check(item.template, for: requester)
            records.append(
                TemplateRecord(
                    id: KernelID.random().rawValue.filter { $0 != "-" }, kind: item.template.kind,
                    name: item.name ?? item.template.name, content: item.template.content, createdAt: Timestamp.now(),
                    domain: owner.domain, group: group.id, groupName: group.name, user: user, email: ""))
        }
        try await store.insert(
            records, records.compactMap { entry(.create, $0.id, of: $0.user, after: $0.name, requester, requestID) })
        return records
    }

    /// The templates that the requester may see.
    func list(_ kind: SessionTemplate.Kind, for requester: Requester) async throws -> [TemplateRecord] {
        if requester.may(.list, .template, at: .other) { return try await store.templates(kind, .all) }
        if requester.may(.list, .template, at: .domain) {
            return try await store.templates(kind, .domain(requester.user.domain))
        }
        try requester.insist(on: .list, .template, at: .own)
        return try await store.templates(kind, .user(requester.user.id))
    }

    /// One template that the requester may read; nil for any other, whether or not it exists.
    func template(_ id: String, _ kind: SessionTemplate.Kind, for requester: Requester) async throws
        -> TemplateRecord?
    {
        try await find(id, kind, .read, requester)
    }

    /// Replaces a template.
    func modify(
        _ id: String, by payload: TemplatePayload, requester: Requester, requestID: String?
    ) async throws {
        guard let item = payload.items.first, payload.items.count == 1 else {
            throw BackendError(.invalidParameters, "one template is replaced by one template")
        }
        guard var record = try await find(id, item.template.kind, .modify, requester) else { throw Self.absent }
        let before = record.name
        try await check(item.template, for: requester)
        if let user = item.user { record.user = try await self.user(user, or: record.user, .modify, requester) }
        if let group = item.group {
            record.group = try await self.group(group, of: record.domain, for: record.user, requester).id
        }
        record.name = item.name ?? item.template.name
        record.content = item.template.content
        let entry = entry(.modify, id, of: record.user, before: before, after: record.name, requester, requestID)
        guard try await store.update(record, entry) else { throw Self.absent }
    }

    /// Takes a template out of use.
    func remove(_ id: String, _ kind: SessionTemplate.Kind, by requester: Requester, requestID: String?) async throws {
        guard let record = try await find(id, kind, .delete, requester) else { throw Self.absent }
        let entry = entry(.delete, record.id, of: record.user, before: record.name, requester, requestID)
        guard try await store.deactivateTemplate(record.id, entry) else { throw Self.absent }
    }

    static let absent = BackendError.notFound("task template")

    private func find(
        _ text: String, _ kind: SessionTemplate.Kind, _ action: Action, _ requester: Requester
    ) async throws -> TemplateRecord? {
        guard let id = TemplateRecord.id(parsing: text) else {
            throw BackendError(.invalidParameters, "`\(text.prefix(64))` is no id of a template")
        }
        guard let record = try await store.template(id), record.kind == kind,
            requester.may(action, .template, at: distance(of: record.user, record.domain, from: requester))
        else { return nil }
        return record
    }

    /// The task templates of a cluster are there, and the requester may read them.
    private func check(_ template: SessionTemplate, for requester: Requester) async throws {
        for id in template.taskTemplates {
            guard try await find(id, .task, .read, requester) != nil else {
                throw BackendError(
                    .invalidParameters, "the template cannot be used: there is no task template `\(id)`",
                    data: ["spec.nodes.session_template": "is unknown"])
            }
        }
    }

    /// The user whose template it is to be: one that the requester may act for.
    private func user(_ id: String?, or owner: String, _ action: Action, _ requester: Requester) async throws -> String
    {
        guard let id = id?.lowercased(), id != owner else { return owner }
        guard let domain = try await store.domain(ofUser: id) else {
            throw BackendError(.invalidParameters, "there is no user `\(id.prefix(64))`")
        }
        guard requester.may(action, .template, at: distance(of: id, domain, from: requester)) else {
            throw BackendError(.forbidden, "Only admins can perform operations on behalf of other users.")
        }
        return id
    }

    private func group(_ reference: String, of domain: String, for user: String, _ requester: Requester) async throws
        -> GroupPlace
    {
        guard let place = try await store.groupPlace(reference, domain: domain, for: user), place.domain == domain,
            requester.may(.operate, .group, at: place.distance(from: requester))
        else { throw BackendError(.invalidParameters, "Invalid group") }
        return place
    }

    private func distance(of user: String, _ domain: String, from requester: Requester) -> Distance {
        requester.distance(toUser: user, domain: domain)
    }

    /// What is recorded: changes of what is not the requester's own.
    private func entry(
        _ action: Action, _ id: String, of user: String, before: String? = nil, after: String? = nil,
        _ requester: Requester, _ requestID: String?
    ) -> AuditEntry? {
        guard user != requester.user.id else { return nil }
        return AuditEntry(
            requester: requester, action: action, entity: .template, id: id,
            before: before.map { ["name": .string($0)] }, after: after.map { ["name": .string($0)] },
            requestID: requestID)
    }
}
