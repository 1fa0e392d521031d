import Testing

@testable import Core

@Suite("Estimates of run times")
struct RunTimeEstimatesTests {
    private static func seconds(_ number: Int64) -> Duration { .seconds(number) }

    /// `count` sessions that ran for so long.
    private static func learn(
        _ estimates: inout RunTimeEstimates, _ count: Int, user: String, image: String, ran: Int64, limit: Int64? = nil
    ) {
        for _ in 0..<count {
            estimates.learn(
                user: user, image: image, ran: .seconds(ran), limit: limit.map(TimeSpan.init(seconds:)))
        }
    }

    @Test("the same user and image count first, then the user, the image, and all")
    func fallingBack() {
        var estimates = RunTimeEstimates()
        Self.learn(&estimates, 20, user: "ann", image: "python", ran: 100)
        Self.learn(&estimates, 20, user: "ann", image: "r", ran: 500)
        Self.learn(&estimates, 20, user: "bob", image: "julia", ran: 3000)
        func median(_ user: String, _ image: String) -> Duration? {
            estimates.remaining(user: user, image: image, limit: nil)?.median
        }

        #expect(median("ann", "python") == .seconds(100))
        #expect(median("ann", "r") == .seconds(500))
        #expect(median("bob", "python") == .seconds(3000))
        #expect(median("cleo", "python") == .seconds(100))
        #expect(median("cleo", "haskell") == .seconds(500))
        // Too few of a kind count for nothing.
        Self.learn(&estimates, 7, user: "dora", image: "haskell", ran: 7)
        #expect(median("dora", "haskell") == .seconds(500))
        Self.learn(&estimates, 1, user: "dora", image: "haskell", ran: 7)
        #expect(median("dora", "haskell") == .seconds(7))
    }

    @Test("a session with a limit is judged by the part of theirs that others used, and never beyond its own")
    func limits() {
        var estimates = RunTimeEstimates()
        Self.learn(&estimates, 10, user: "ann", image: "python", ran: 300, limit: 600)
        Self.learn(&estimates, 10, user: "ann", image: "python", ran: 9000, limit: 90000)

        let like = estimates.remaining(user: "ann", image: "python", limit: TimeSpan(seconds: 800))
        #expect(like?.median == .seconds(400))
        let long = estimates.remaining(user: "ann", image: "python", limit: TimeSpan(seconds: 60000))
        #expect(long?.median == .seconds(6000))
        // Nobody has had a limit like this one.
        let other = estimates.remaining(user: "ann", image: "python", limit: TimeSpan(seconds: 10))
        #expect(other?.median == .seconds(5) && other?.quantile(1) == .seconds(10))
    }

    @Test("what has run already counts, and what has run for longer than any other runs on for as long")
    func elapsed() {
        var estimates = RunTimeEstimates()
        for number in 1...39 {
            estimates.learn(user: "ann", image: "python", ran: .seconds(number * 10), limit: nil)
        }
        func remaining(_ elapsed: Int64) -> Duration? {
            estimates.remaining(user: "ann", image: "python", limit: nil, elapsed: .seconds(elapsed))?.median
        }

        #expect(remaining(0) == .seconds(200))
        // Of 210 to 390 the middle is 300.
        #expect(remaining(200) == .seconds(100))
        #expect(remaining(1000) == .seconds(1000))
    }

    @Test("where nothing is known a limit says all there is, and without one nothing is said")
    func nothingKnown() {
        let estimates = RunTimeEstimates()

        #expect(estimates.remaining(user: "ann", image: "python", limit: nil) == nil)
        let limited = estimates.remaining(
            user: "ann", image: "python", limit: TimeSpan(seconds: 100), elapsed: .seconds(40))
        #expect(limited?.median == .seconds(30) && limited?.p90 == .seconds(54))
        // Whoever is late in ending it does not make it start anew.
        let late = estimates.remaining(
            user: "ann", image: "python", limit: TimeSpan(seconds: 100), elapsed: .seconds(200))
        #expect(late?.quantile(1) == .zero)
    }

    @Test("the latest sessions count, so that what has changed is forgotten")
    func forgetting() {
        var estimates = RunTimeEstimates()
        Self.learn(&estimates, 500, user: "ann", image: "python", ran: 10)
        Self.learn(&estimates, 64, user: "ann", image: "python", ran: 70)

        #expect(estimates.remaining(user: "ann", image: "python", limit: nil)?.quantile(0.1) == .seconds(70))
    }

    @Test("no number of users takes more than so much memory")
    func manyUsers() {
        var estimates = RunTimeEstimates()
        for number in 0..<12_000 {
            estimates.learn(user: "user-\(number)", image: "image-\(number)", ran: .seconds(5), limit: nil)
        }

        #expect(estimates.subjectCount <= 10_000)
        #expect(estimates.remaining(user: "anybody", image: "any", limit: nil)?.median == .seconds(5))
    }

    @Test("a quantile lies between the times that are known, the last of them between the greatest and the limit")
    func quantiles() {
        let open = RunTimeDistribution([3, 1, 2], most: nil)
        #expect([0, 0.25, 0.5, 0.75, 1].map(open.quantile) == [0, 1, 2, 3, 3].map(Self.seconds))
        let limited = RunTimeDistribution([1, 2, 3], most: 10)
        #expect(limited.quantile(1) == .seconds(10) && limited.quantile(0.875) == .milliseconds(6500))
        #expect(limited.quantile(7) == .seconds(10) && limited.quantile(-1) == .zero)
        #expect(RunTimeDistribution([], most: 8).median == .seconds(4))
    }
}
