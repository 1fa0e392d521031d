/// A version of the public API: `v7.20230615`.
public struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// The number after the `v`.
    public let major: Int
    /// `yyyyMMdd`.
    public let revision: String

    /// What our manager announces and our client prefers: the version of the original's release 23.09.
    public static let current = APIVersion(major: 7, revision: "20230615")

    /// The product version that the handshake gives as the manager's, for clients that compare it.
    public static let managerRelease = "23.09.10"

    /// The versions that a request may name.
    public static let accepted: Set<String> = [
        "v4.20181215", "v4.20190115", "v4.20190315", "v4.20190615", "v5.20191215", "v6.20200815", "v6.20210815",
        "v6.20220315", "v6.20220615", "v6.20230315", "v7.20230615",
    ]

    /// A version by its parts.
    public init(major: Int, revision: String) {
        self.major = major
        self.revision = revision
    }

    /// Reads `v7.20230615`.
    public init?(parsing text: String) {
        guard text.first == "v" else { return nil }
        let parts = text.dropFirst().split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), parts[1].count == 8, Int(parts[1]) != nil else { return nil }
        self.init(major: major, revision: String(parts[1]))
    }

    public var description: String { "v\(major).\(revision)" }

    public static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.revision) < (right.major, right.revision)
    }
}
