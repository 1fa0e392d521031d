/// The kernels that a session consists of, which start together: how many of each role, and where they may be.
public struct ClusterSpec: Sendable, Equatable {
    /// Kernels that are alike.
    public struct Role: Sendable, Equatable {
        /// `main`, `sub`, or a name of a cluster template's.
        public let name: String
        /// How many of them there are.
        public let replicas: Int
        /// What they are made of, where that is not what the session says.
        public let shape: KernelShape?

        /// Describes a role.
        public init(name: String, replicas: Int, shape: KernelShape? = nil) {
            self.name = name
            self.replicas = replicas
            self.shape = shape
        }
    }

    /// One of the kernels.
    public struct Member: Sendable, Equatable {
        /// Its role.
        public let role: String
        /// Its number within the role, from 1.
        public let index: Int
        /// Its number among all kernels of the session; the main one's is 0.
        public let rank: Int
        /// What it is made of, where that is not what the session says.
        public let shape: KernelShape?

        /// The name that it takes for its host's: `main1`.
        public var hostname: String { "\(role)\(index)" }
    }

    /// The role of the kernel that runs a session's code.
    public static let mainRole = "main"
    /// The role of the others, where no template names them.
    public static let subRole = "sub"

    /// Whether all kernels are on one agent.
    public let mode: ClusterMode
    /// The roles; the first is ``mainRole`` and has one kernel.
    public let roles: [Role]

    /// One main kernel, and as many others like it as make `size`.
    public init(mode: ClusterMode = .singleNode, size: Int = 1) {
        let main = Role(name: Self.mainRole, replicas: 1)
        self.init(mode: mode, roles: size > 1 ? [main, Role(name: Self.subRole, replicas: size - 1)] : [main])
    }

    /// Kernels of several roles, of which the first is the main one's.
    public init(mode: ClusterMode, roles: [Role]) {
        self.mode = mode
        self.roles = roles
    }

    /// How many kernels there are.
    public var size: Int { roles.reduce(0) { $0 + $1.replicas } }

    /// The kernels in the order of their ranks.
    public var members: [Member] {
        var members: [Member] = []
        for role in roles {
            for index in 0..<role.replicas {
                members.append(
                    Member(role: role.name, index: index + 1, rank: members.count, shape: role.shape))
            }
        }
        return members
    }

    /// What all kernels ask for together.
    ///
    /// - Parameter usual: What each of those asks for that have no shape of their own.
    /// - Returns: The sum by slot.
    public func total(_ usual: ResourceSlots) -> ResourceSlots {
        var sum = ResourceSlots.none
        for role in roles {
            let each = role.shape?.requested ?? usual
            for slot in each.names {
                let amount = each[slot].thousandths.multipliedReportingOverflow(by: Int64(role.replicas))
                sum[slot] = sum[slot] + (amount.overflow ? .infinity : Quantity(thousandths: amount.partialValue))
            }
        }
        return sum
    }
}
