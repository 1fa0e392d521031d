/// A kernel's place among those of its session, as its programs are told it.
public struct ClusterPlace: Codable, Sendable, Equatable {
    /// Its role: `main` or `sub`, or what a template calls it.
    public let role: String
    /// Its number within the role, from 1.
    public let index: Int
    /// Its number among all kernels of the session; the main one's is 0.
    public let rank: Int
    /// The names of all kernels' hosts, in the order of their ranks.
    public let hosts: [String]
    /// How many kernels each role has: `main:1,sub:3`.
    public let replicas: String

    /// The place of the one kernel of a session.
    public static func alone(hostname: String) -> ClusterPlace {
        ClusterPlace(role: "main", index: 1, rank: 0, hosts: [hostname], replicas: "main:1")
    }

    /// Describes a place.
    public init(role: String, index: Int, rank: Int, hosts: [String], replicas: String) {
        self.role = role
        self.index = index
        self.rank = rank
        self.hosts = hosts
        self.replicas = replicas
    }
}
