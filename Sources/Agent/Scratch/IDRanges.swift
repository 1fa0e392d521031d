/// Hands out ranges of host ids to kernels, as a port pool hands out ports.
///
/// A pure value: nothing is read. Which ranges are in use after a restart is told by ``adopt(_:)``. A freed
/// range goes to the end of the queue, so that a file that was left behind does not soon meet a new owner.
public struct IDRanges: Sendable, Equatable {
    /// No range is free.
    public struct Exhausted: Error, Equatable, Sendable, CustomStringConvertible {
        /// How many ranges there are.
        public let count: Int

        public var description: String { "all \(count) ranges of user ids are in use" }
    }

    /// Where ranges begin: above what useradd(8) and systemd give away (uids.systemd.io ends at 0x6FFFFFFF).
    public static let firstBase: UInt32 = 0x7000_0000
    /// How many ranges there are unless said otherwise; the last ends below 2³¹, which signed readers still take.
    public static let defaultCount = 4096

    private var free: [IDRange]
    private var used: Set<IDRange> = []

    /// Starts with all ranges free that meet none of the host's own ids.
    ///
    /// - Parameters:
    ///   - count: How many ranges there are, at most ``defaultCount``.
    ///   - users: The text of `/etc/passwd`, then of `/etc/group`.
    ///   - subordinates: The text of `/etc/subuid`, then of `/etc/subgid`.
    public init(count: Int = defaultCount, users: [String] = [], subordinates: [String] = []) {
        let taken =
            users.flatMap(HostIDs.inAccounts(_:)).map { $0...$0 } + subordinates.flatMap(HostIDs.inSubordinates(_:))
        free = (0..<UInt32(max(0, min(count, Self.defaultCount))))
            .map { IDRange(base: Self.firstBase + $0 * IDRange.size) }
            .filter { range in !taken.contains(where: range.overlaps(_:)) }
    }

    /// The ranges in use, in order.
    public var inUse: [IDRange] { used.sorted() }

    /// Takes the range that has been free the longest.
    public mutating func take() throws(Exhausted) -> IDRange {
        guard !free.isEmpty else { throw Exhausted(count: used.count) }
        let range = free.removeFirst()
        used.insert(range)
        return range
    }

    /// Marks a range that a recovery record names as used; it need not be one of ours.
    public mutating func adopt(_ range: IDRange) {
        free.removeAll { $0 == range }
        used.insert(range)
    }

    /// Gives a range back; one that is not in use stays as it is.
    public mutating func release(_ range: IDRange) {
        guard used.remove(range) != nil, range.base >= Self.firstBase else { return }
        free.append(range)
    }
}

/// Ids that the host gives away itself.
enum HostIDs {
    /// The third column of passwd(5) and group(5).
    static func inAccounts(_ text: String) -> [UInt64] {
        text.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: ":", omittingEmptySubsequences: false)
            return columns.count > 2 ? UInt64(columns[2]) : nil
        }
    }

    /// The second and third column of subuid(5): the first id and their number.
    static func inSubordinates(_ text: String) -> [ClosedRange<UInt64>] {
        text.split(separator: "\n").compactMap { line in
            let columns = line.split(separator: ":", omittingEmptySubsequences: false)
            guard columns.count == 3, let first = UInt64(columns[1]), let count = UInt64(columns[2]), count > 0,
                !first.addingReportingOverflow(count - 1).overflow
            else { return nil }
            return first...(first + count - 1)
        }
    }
}
