import Core
import FoundationEssentials
import TestSupport
import Testing

@testable import Manager

@Suite("Nonces")
struct NonceCacheTests {
    private static let start = Date(timeIntervalSince1970: 1_700_000_000)
    private static let key = AccessKey(rawValue: "A")

    @Test("pass once for each access key and date")
    func once() {
        var cache = NonceCache(limit: 100, since: Self.start)
        let now = Self.start + 10
        #expect(cache.admit(1, of: Self.key, dated: now, at: now) == .admitted)
        #expect(cache.admit(1, of: Self.key, dated: now, at: now + 800) == .replayed)
        #expect(cache.admit(2, of: Self.key, dated: now, at: now) == .admitted)
        #expect(cache.admit(1, of: AccessKey(rawValue: "B"), dated: now, at: now) == .admitted)
    }

    @Test("are known as long as their date would be accepted, and no longer")
    func expiry() {
        var cache = NonceCache(limit: 100, since: Self.start)
        let date = Self.start + 900
        #expect(cache.admit(1, of: Self.key, dated: date, at: Self.start) == .admitted)
        #expect(cache.admit(1, of: Self.key, dated: date, at: date + 899) == .replayed)
        #expect(cache.admit(9, of: Self.key, dated: date + 1100, at: date + 1000) == .admitted)
        #expect(cache.total == 1)
    }

    @Test("are refused, not forgotten, when there is no room; and there is room again when a minute expires")
    func full() {
        var cache = NonceCache(limit: 3, since: Self.start)
        for nonce in 1...3 {
            #expect(cache.admit(UInt128(nonce), of: Self.key, dated: Self.start, at: Self.start) == .admitted)
        }
        guard
            case .unknown(let seconds) = cache.admit(4, of: Self.key, dated: Self.start, at: Self.start)
        else {
            Issue.record("a fourth was admitted")
            return
        }
        #expect((900...960).contains(seconds))
        #expect(cache.admit(1, of: Self.key, dated: Self.start, at: Self.start) == .replayed)
        let later = Self.start + Double(seconds)
        #expect(cache.admit(4, of: Self.key, dated: later, at: later) == .admitted)
    }

    @Test("one access key cannot use up the room of all")
    func perKey() {
        var cache = NonceCache(limit: NonceCache.perKey + 10, since: Self.start)
        for nonce in 0..<NonceCache.perKey {
            _ = cache.admit(UInt128(nonce), of: Self.key, dated: Self.start, at: Self.start)
        }
        guard case .unknown = cache.admit(1 << 100, of: Self.key, dated: Self.start, at: Self.start) else {
            Issue.record("one key took more than its room")
            return
        }
        #expect(cache.admit(1, of: AccessKey(rawValue: "B"), dated: Self.start, at: Self.start) == .admitted)
    }

    @Test("what is dated before the cache began may have come before, and so may what a set clock has let expire")
    func unknown() {
        var cache = NonceCache(limit: 100, since: Self.start)
        #expect(
            cache.admit(1, of: Self.key, dated: Self.start - 3, at: Self.start) == .unknown(retryAfter: 3))
        #expect(cache.admit(1, of: Self.key, dated: Self.start + 1, at: Self.start + 1) == .admitted)
        // The clock is set forward by two hours, and back again.
        #expect(cache.admit(2, of: Self.key, dated: Self.start + 7200, at: Self.start + 7200) == .admitted)
        #expect(
            cache.admit(1, of: Self.key, dated: Self.start + 1, at: Self.start + 2) == .unknown(retryAfter: 1))
    }

    @Test("none passes twice, whatever the order of dates and times")
    func random() {
        var generator = SeededGenerator(seed: 11)
        var cache = NonceCache(limit: 500, since: Self.start)
        var seen: Set<String> = []
        var now = Self.start
        for _ in 0..<20_000 {
            now += Double.random(in: 0...2, using: &generator)
            let date =
                Self.start
                + (now.timeIntervalSince(Self.start) + Double.random(in: -899...899, using: &generator)).rounded()
            let nonce = UInt128.random(in: 0...20, using: &generator)
            if case .admitted = cache.admit(nonce, of: Self.key, dated: date, at: now) {
                #expect(seen.insert("\(date.timeIntervalSince1970) \(nonce)").inserted)
            }
            #expect(cache.total <= 500)
        }
        #expect(seen.count > 1000)
    }
}
