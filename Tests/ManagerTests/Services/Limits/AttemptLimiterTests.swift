import Core
import Testing

@testable import Manager

@Suite("Failed attempts")
struct AttemptLimiterTests {
    private static func address(_ number: Int) -> IPAddress { IPAddress(version4: 0x0a00_0000 + UInt32(number)) }

    @Test(
        "the first ten of a name cost nothing, then each doubles the wait, up to a quarter of an hour, after which all is forgiven"
    )
    func delays() {
        var limiter = AttemptLimiter()
        let subject = AttemptLimiter.Subject(Self.address(1), as: "user")
        var delays: [Int] = []
        var now = 1000
        for _ in 0..<22 {
            limiter.fail(subject, at: now)
            delays.append(limiter.delay(of: subject, at: now))
            now += delays.last ?? 0
        }
        #expect(delays == Array(repeating: 0, count: 10) + [1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 0])
    }

    @Test("nobody is kept waiting for what another address, or another name, has failed in")
    func others() {
        var limiter = AttemptLimiter()
        for _ in 0..<30 { limiter.fail(.init(Self.address(1), as: "user"), at: 0) }
        #expect(limiter.delay(of: .init(Self.address(1), as: "user"), at: 1) > 0)
        #expect(limiter.delay(of: .init(Self.address(2), as: "user"), at: 1) == 0)
        #expect(limiter.delay(of: .init(Self.address(1), as: "other"), at: 1) == 0)
    }

    @Test("a success forgives the name, and a quarter of an hour without a failure everything")
    func forgiveness() {
        var limiter = AttemptLimiter()
        let (name, all) = (
            AttemptLimiter.Subject(Self.address(1), as: "user"), AttemptLimiter.Subject(Self.address(1))
        )
        for _ in 0..<60 {
            limiter.fail(name, at: 0)
            limiter.fail(all, at: 0)
        }
        limiter.succeed(name)
        #expect(limiter.delay(of: name, at: 1) == 0)
        #expect(limiter.delay(of: all, at: 1) == 511)
        #expect(limiter.delay(of: all, at: 900) == 0)
    }

    @Test("whoever has many addresses of version 6 is known by the network that they are in")
    func version6() throws {
        var limiter = AttemptLimiter()
        for number in 0..<20 {
            let address = try #require(IPAddress(parsing: "2001:db8::\(number)"))
            limiter.fail(.init(address, as: "user"), at: 0)
        }
        let next = try #require(IPAddress(parsing: "2001:db8::ffff"))
        #expect(limiter.delay(of: .init(next, as: "user"), at: 0) > 0)
    }

    @Test("the memory is bounded, whatever comes")
    func bounds() {
        var limiter = AttemptLimiter()
        for number in 0..<100_000 { limiter.fail(.init(Self.address(number)), at: number / 1000) }
        #expect(limiter.count <= AttemptLimiter.capacity)
        #expect(limiter.count > 0)
    }

    @Test("answers 429 with the seconds to wait; who has the right key is not kept waiting by neighbours")
    func limits() throws {
        let limits = AttemptLimits { 0 }
        let address = Self.address(1)
        for number in 0..<50 { try limits.fail("stranger\(number)", from: address) }
        try limits.check("user", from: address, isCostly: true)
        try limits.fail("another", from: address)
        let error = #expect(throws: BackendError.self) { try limits.check("user", from: address, isCostly: true) }
        #expect(error?.code == .tooManyRequests)
        #expect(error?.retryAfter == 1)
        try limits.check("user", from: address, isCostly: false)
        #expect(throws: BackendError.self) { try limits.fail("another", from: address) }
    }
}
