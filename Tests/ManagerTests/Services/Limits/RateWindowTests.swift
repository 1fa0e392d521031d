import TestSupport
import Testing

@testable import Manager

@Suite("Rate window")
struct RateWindowTests {
    @Test("lets so many requests pass, tells how many are left, and refuses the next with the time to wait")
    func limit() {
        var window = RateWindow()
        #expect(window.admit(limit: 3, at: 1000) == .admitted(remaining: 2))
        #expect(window.admit(limit: 3, at: 1000) == .admitted(remaining: 1))
        #expect(window.admit(limit: 3, at: 1899) == .admitted(remaining: 0))
        // What came at 1000 belongs to the thirty seconds from 990; they are out of the window at 1020 + 900.
        #expect(window.admit(limit: 3, at: 1900) == .refused(retryAfter: 20))
        #expect(window.admit(limit: 3, at: 1919) == .refused(retryAfter: 1))
        #expect(window.admit(limit: 3, at: 1920) == .admitted(remaining: 1))
    }

    @Test("a refused request does not count, so that who goes on asking is let in when the time has come")
    func refused() {
        var window = RateWindow()
        #expect(window.admit(limit: 1, at: 0) == .admitted(remaining: 0))
        for second in stride(from: 1, to: 929, by: 7) {
            guard case .refused = window.admit(limit: 1, at: second) else {
                Issue.record("admitted at \(second)")
                return
            }
        }
        #expect(window.admit(limit: 1, at: 930) == .admitted(remaining: 0))
    }

    @Test("never lets more than the limit pass within any 900 seconds, and counts none longer than 930")
    func bounds() {
        var generator = SeededGenerator(seed: 7)
        var window = RateWindow()
        var admitted: [Int] = []
        var second = 12_345
        for _ in 0..<20_000 {
            second += Int.random(in: 0...20, using: &generator)
            let recent = admitted.filter { $0 > second - 900 }.count
            let counted = admitted.filter { $0 > second - 930 }.count
            switch window.admit(limit: 25, at: second) {
            case .admitted:
                #expect(recent < 25)
                admitted.append(second)
            case .refused(let seconds):
                #expect(counted >= 25)
                #expect((1...930).contains(seconds))
            }
            admitted.removeAll { $0 <= second - 930 }
        }
    }

    @Test("a limit of 0 lets nothing pass; a clock that goes back is waited for")
    func edges() {
        var window = RateWindow()
        #expect(window.admit(limit: 0, at: 5) == .refused(retryAfter: 925))
        #expect(window.admit(limit: 2, at: 100) == .admitted(remaining: 1))
        #expect(window.admit(limit: 2, at: 5) == .admitted(remaining: 0))
        guard case .refused = window.admit(limit: 2, at: 5) else {
            Issue.record("a clock that went back has forgotten")
            return
        }
        #expect(window.admit(limit: 2, at: 1_000_000) == .admitted(remaining: 1))
    }
}
