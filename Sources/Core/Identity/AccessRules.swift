/// What a permission is about.
public enum Entity: String, Sendable, CaseIterable {
    case session
    /// Whether a session may be ended for being idle.
    case idleCheck = "idle-check"
    case keypair
    case user
    case domain
    case group
    case scalingGroup = "scaling-group"
    case keypairResourcePolicy = "keypair-resource-policy"
    case userResourcePolicy = "user-resource-policy"
    case projectResourcePolicy = "project-resource-policy"
    case resourcePreset = "resource-preset"
    case image
    case containerRegistry = "container-registry"
    case agent
    case agentSummary = "agent-summary"
    case template
    case userDotfile = "user-dotfile"
    case groupDotfile = "group-dotfile"
    case domainDotfile = "domain-dotfile"
    case announcement
    case clusterConfiguration = "cluster-configuration"
    case managerStatus = "manager-status"
    case scheduler
    case errorLog = "error-log"
    case auditLog = "audit-log"
    case usage
    /// One's own account, as far as its owner manages it: name, password, keys for ssh, its end.
    case account
    case backgroundTask = "background-task"
}

/// What somebody wants to do with it.
public enum Action: String, Sendable, CaseIterable {
    /// See one of them.
    case read
    /// See a list of them.
    case list
    case create
    case modify
    /// Take out of use; it can be found afterwards.
    case delete
    /// Remove for good.
    case purge
    /// Make it do something: run code, rescan, exclude.
    case operate
}

/// How far something is from who asks.
public enum Distance: Int, Sendable, CaseIterable, Comparable {
    /// The asker's own, or the asker.
    case own
    /// Of a group that the asker belongs to, or what the whole cluster shares with them.
    case group
    /// Of the asker's domain.
    case domain
    /// Anybody else's.
    case other

    public static func < (left: Distance, right: Distance) -> Bool { left.rawValue < right.rawValue }
}

/// Who may do what with whose things: the one table that REST and GraphQL ask.
///
/// - SeeAlso: `docs/api.md`, which prints it; section 2.7 of the original's roles with its holes closed.
public enum AccessRules {
    /// How far a role reaches with an action; nil where it may not at all.
    ///
    /// - Parameters:
    ///   - role: Who asks.
    ///   - action: What they want to do.
    ///   - entity: With what.
    /// - Returns: The farthest ``Distance`` that is allowed.
    public static func reach(of role: UserRole, _ action: Action, _ entity: Entity) -> Distance? {
        guard let reach = table[Pair(entity, action)] else { return role == .superadmin ? .other : nil }
        return switch role {
        case .superadmin: reach.superadmin
        case .admin: reach.admin
        case .user: reach.user
        case .monitor: reach.monitor
        }
    }

    /// Whether a role may do it with something at that distance.
    public static func allows(_ role: UserRole, _ action: Action, _ entity: Entity, at distance: Distance) -> Bool {
        guard let reach = reach(of: role, action, entity) else { return false }
        return distance <= reach
    }

    private struct Pair: Hashable {
        let entity: Entity
        let action: Action

        init(_ entity: Entity, _ action: Action) {
            self.entity = entity
            self.action = action
        }
    }

    private struct Reach {
        let superadmin: Distance?
        let admin: Distance?
        let user: Distance?
        let monitor: Distance?
    }

    /// Who may do what; what is absent superadmins may do with everybody's, and nobody else.
    private static let table: [Pair: Reach] = {
        var table: [Pair: Reach] = [:]
        func allow(
            _ entity: Entity, _ actions: [Action], superadmin: Distance? = .other, admin: Distance? = nil,
            user: Distance? = nil, monitor: Distance? = nil
        ) {
            for action in actions {
                table[Pair(entity, action)] = Reach(
                    superadmin: superadmin, admin: admin, user: user, monitor: monitor)
            }
        }
        allow(.session, [.create, .modify, .delete, .operate], admin: .domain, user: .own, monitor: .own)
        allow(.session, [.read], admin: .domain, user: .own, monitor: .own)
        allow(.session, [.list], admin: .domain, user: .own)
        allow(.idleCheck, [.modify], admin: .domain)
        allow(.template, [.read, .list, .create, .modify, .delete], admin: .domain, user: .own, monitor: .own)
        allow(.userDotfile, [.read, .list, .create, .modify, .delete], admin: .domain, user: .own, monitor: .own)
        allow(.groupDotfile, [.read, .list], admin: .domain, user: .group, monitor: .group)
        allow(.groupDotfile, [.create, .modify, .delete], admin: .domain)
        allow(.domainDotfile, [.read, .list], admin: .domain, user: .domain, monitor: .domain)
        allow(.domainDotfile, [.create, .modify, .delete], admin: .domain)
        allow(.keypair, [.read, .list], admin: .domain, user: .own)
        allow(.user, [.read], admin: .domain, user: .own)
        allow(.user, [.list], admin: .domain)
        allow(.domain, [.read], admin: .domain, user: .domain, monitor: .domain)
        allow(.group, [.read, .list], admin: .domain, user: .group)
        allow(.group, [.create, .modify, .delete, .purge], admin: .domain)
        // To start sessions in it, and to see what may still be started there.
        allow(.group, [.operate], admin: .domain, user: .group, monitor: .group)
        allow(.keypairResourcePolicy, [.read], admin: .other, user: .own, monitor: .own)
        allow(.keypairResourcePolicy, [.list], admin: .domain, user: .own)
        allow(.userResourcePolicy, [.read, .list], admin: .own, user: .own, monitor: .own)
        allow(.projectResourcePolicy, [.read], admin: .other, user: .group)
        allow(.resourcePreset, [.read, .list], admin: .other, user: .other, monitor: .other)
        allow(.image, [.read, .list], admin: .other, user: .other)
        allow(.image, [.operate], admin: .other)
        allow(.agentSummary, [.read, .list], admin: .other, user: .other)
        allow(.errorLog, [.list, .create, .modify, .delete], admin: .domain, user: .own, monitor: .own)
        allow(.usage, [.read], admin: .domain, user: .own, monitor: .other)
        allow(.account, [.read, .modify, .delete], superadmin: .own, admin: .own, user: .own, monitor: .own)
        allow(.backgroundTask, [.read], admin: .domain, user: .own, monitor: .own)
        // Records of the past are not written by hand.
        allow(.auditLog, [.create, .modify, .delete, .purge], superadmin: nil)
        return table
    }()
}
