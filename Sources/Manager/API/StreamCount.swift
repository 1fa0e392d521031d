import Core
import Synchronization

/// How many event streams each access key has.
final class StreamCount: Sendable {
    /// One stream; it is counted for as long as somebody has this.
    final class Lease: Sendable {
        private let count: StreamCount
        private let accessKey: AccessKey

        fileprivate init(_ count: StreamCount, _ accessKey: AccessKey) {
            self.count = count
            self.accessKey = accessKey
        }

        deinit { count.giveBack(accessKey) }
    }

    private let counts = Mutex<[AccessKey: Int]>([:])

    /// Counts one more stream; nil when there are `most` already.
    func take(_ accessKey: AccessKey, most: Int) -> Lease? {
        let isTaken = counts.withLock { counts in
            guard counts[accessKey, default: 0] < most else { return false }
            counts[accessKey, default: 0] += 1
            return true
        }
        return isTaken ? Lease(self, accessKey) : nil
    }

    private func giveBack(_ accessKey: AccessKey) {
        counts.withLock { counts in
            counts[accessKey] = counts[accessKey].flatMap { $0 > 1 ? $0 - 1 : nil }
        }
    }
}
