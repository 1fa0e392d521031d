import Core
import Testing

@testable import Manager

/// A cluster with somebody in every role, and with things of theirs and of others.
struct RoleWorld: Sendable {
    /// Somebody who asks.
    struct Asker: Sendable {
        let role: UserRole
        let keypair: Keypair
        let account: SessionOwner
    }

    /// Askers of every role, those last who may change most; all belong to one group of one domain.
    static let askers = [
        asker(.monitor, "AKIANAMONITOREXAMPLE"), asker(.user, "AKIANABBDUSEREXAMPLE"),
        asker(.admin, "AKIAHUKCHDEZGEXAMPLE"), asker(.superadmin, "AKIAIOSFODNN7EXAMPLE"),
    ]

    /// A user of the askers' domain.
    static let colleague = asker(.user, "AKIANATWOUSEREXAMPLE").account

    let manager: TestManager
    /// A user of another domain.
    let stranger: SessionOwner
    /// A group of the askers' domain that none of them belongs to.
    let unsharedGroup: String

    init(_ manager: TestManager) async throws {
        self.manager = manager
        _ = try await Self.change(manager, #"create_domain(name: "elsewhere", props: {}) { ok msg }"#)
        try await Self.change(
            manager,
            #"associate_scaling_group_with_domain(scaling_group: "default", domain: "elsewhere") { ok msg }"#)
        let group = try await Self.group(manager, "apart", in: "elsewhere")
        unsharedGroup = try await Self.group(manager, "unshared", in: "default")
        let email = "stranger@elsewhere.example"
        let user = try await Self.change(
            manager,
            """
            create_user(email: "\(email)", props: {username: "stranger", password: "elsewhere", \
            need_password_change: false, domain_name: "elsewhere", group_ids: ["\(group)"]}) { ok msg user { id } }
            """)
        let keys = try await manager.query(#"{ keypairs(email: "\#(email)") { access_key } }"#)
        stranger = SessionOwner(
            accessKey: AccessKey(
                rawValue: try #require(keys.body["data"]?["keypairs"]?.items?.first?["access_key"]?.text)),
            user: try #require(user["user"]?["id"]?.text), email: email, group: group, groupName: "apart",
            domain: "elsewhere")
    }

    /// Carries out a mutation as a superadmin.
    @discardableResult
    static func change(_ manager: TestManager, _ mutation: String) async throws -> JSONValue {
        let answer = try await manager.query("mutation { change: \(mutation) }")
        let change = try #require(answer.body["data"]?["change"], "\(mutation): \(answer.text)")
        try #require(change["ok"] == true, "\(mutation): \(answer.text)")
        return change
    }

    private static func group(_ manager: TestManager, _ name: String, in domain: String) async throws -> String {
        let group = try await change(
            manager, #"create_group(name: "\#(name)", props: {domain_name: "\#(domain)"}) { ok msg group { id } }"#)
        return try #require(group["group"]?["id"]?.text)
    }

    private static func asker(_ role: UserRole, _ accessKey: String) -> Asker {
        let fixture = TenancyFixture.example
        guard let account = fixture.accounts.first(where: { $0.keypair.accessKey.rawValue == accessKey }) else {
            preconditionFailure("no example account has the key \(accessKey)")
        }
        return Asker(
            role: role, keypair: account.keypair,
            account: SessionOwner(
                accessKey: account.keypair.accessKey, user: account.userID, email: account.email,
                group: fixture.groupID, groupName: fixture.group, domain: fixture.domain))
    }
}

/// One question of a role walk: somebody, and how far what they ask for is from them.
struct RoleQuestion: Sendable {
    let world: RoleWorld
    let asker: RoleWorld.Asker
    let distance: Distance

    var manager: TestManager { world.manager }
    var isOwn: Bool { distance == .own }

    /// Whose thing it is that is asked for.
    var owner: SessionOwner {
        switch distance {
        case .own: asker.account
        case .group, .domain: RoleWorld.colleague
        case .other: world.stranger
        }
    }

    /// The id of the group that is asked for.
    var group: String {
        switch distance {
        case .own, .group: asker.account.group
        case .domain: world.unsharedGroup
        case .other: world.stranger.group
        }
    }

    /// The distances at which things of a kind can be.
    static func distances(of entity: Entity) -> [Distance] {
        switch entity {
        case .session, .idleCheck, .template, .userDotfile, .errorLog, .backgroundTask, .account, .user, .keypair:
            [.other, .domain, .own]
        case .group, .groupDotfile: [.other, .domain, .group]
        case .domain, .domainDotfile: [.other, .domain]
        default: [.other]
        }
    }
}
