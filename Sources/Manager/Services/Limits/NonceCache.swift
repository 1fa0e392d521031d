import Core
import FoundationEssentials

/// The nonces of requests whose date would still be accepted, so that each passes once.
///
/// Nonces are kept by the minute in which the date of their request expires and dropped with it, by access key. A nonce
/// is looked for under the date it was signed with, since with another date it is another request. Nothing is forgotten
/// early: when the room of a key or of all is used up, requests are refused until a minute expires, and what is dated
/// before the cache began, or before what it has dropped because a clock was set, is refused as well.
struct NonceCache: Sendable {
    /// The most nonces of one access key: what the default rate limit of 30,000 in 900 seconds needs.
    static let perKey = 32_768

    private static let bucketLength: Int64 = 60

    /// What becomes of a request.
    enum Verdict: Equatable {
        case admitted
        /// It has come before.
        case replayed
        /// There is no room, or it is unknown whether it has come before; seconds until that may be otherwise.
        case unknown(retryAfter: Int)
    }

    /// The most nonces of all.
    private let limit: Int
    /// By the number of the minute.
    private var buckets: [Int64: [AccessKey: Set<UInt128>]] = [:]
    private var counts: [AccessKey: Int] = [:]
    /// How many there are.
    private(set) var total = 0
    /// The first minute that is not dropped.
    private var first: Int64
    /// Requests that are dated earlier may have come before the cache began.
    private let start: Date

    /// An empty cache.
    ///
    /// - Parameters:
    ///   - limit: The most nonces of all keys together; each costs about 40 bytes.
    ///   - start: Since when it sees all requests.
    init(limit: Int, since start: Date) {
        self.limit = limit
        self.start = start
        first = NonceCache.bucket(start)
    }

    /// Takes note of a nonce.
    ///
    /// - Parameters:
    ///   - nonce: The nonce of a request whose signature and date are right.
    ///   - accessKey: Who signed it.
    ///   - date: The request's date.
    ///   - now: The time of the clock that the date was checked by.
    /// - Returns: Whether the request may pass.
    mutating func admit(_ nonce: UInt128, of accessKey: AccessKey, dated date: Date, at now: Date) -> Verdict {
        drop(before: NonceCache.bucket(now))
        guard date >= start else {
            return .unknown(retryAfter: max(1, Int(start.timeIntervalSince(date).rounded(.up))))
        }
        let bucket = NonceCache.bucket(date + RequestDate.tolerance)
        guard bucket >= first else { return .unknown(retryAfter: 1) }
        if buckets[bucket]?[accessKey]?.contains(nonce) == true { return .replayed }
        let count = counts[accessKey] ?? 0
        guard count < NonceCache.perKey, total < limit else { return .unknown(retryAfter: patience(at: now)) }
        buckets[bucket, default: [:]][accessKey, default: []].insert(nonce)
        counts[accessKey] = count + 1
        total += 1
        return .admitted
    }

    /// Forgets the minutes before `bucket`: no date that belongs there is accepted any more.
    private mutating func drop(before bucket: Int64) {
        guard bucket > first else { return }
        first = bucket
        for (number, keys) in buckets where number < bucket {
            for (key, nonces) in keys {
                total -= nonces.count
                let left = (counts[key] ?? 0) - nonces.count
                counts[key] = left > 0 ? left : nil
            }
            buckets[number] = nil
        }
    }

    /// The seconds until the next minute that holds anything is dropped.
    private func patience(at now: Date) -> Int {
        let next = (buckets.keys.min() ?? first) + 1
        return max(1, Int((Double(next * NonceCache.bucketLength) - now.timeIntervalSince1970).rounded(.up)))
    }

    private static func bucket(_ date: Date) -> Int64 {
        Int64((date.timeIntervalSince1970 / Double(bucketLength)).rounded(.down))
    }
}
