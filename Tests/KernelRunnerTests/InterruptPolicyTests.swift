import Testing

@testable import KernelRunner

@Suite("Interrupt policy")
struct InterruptPolicyTests {
    @Test("signals first, and kills if the next interrupt comes soon")
    func soon() {
        var policy = InterruptPolicy()
        #expect(policy.interrupt(at: .seconds(10)) == .signal)
        #expect(policy.interrupt(at: .seconds(15)) == .kill)
    }

    @Test("signals again when the next interrupt comes late")
    func late() {
        var policy = InterruptPolicy()
        #expect(!policy.wasInterrupted)
        #expect(policy.interrupt(at: .seconds(10)) == .signal)
        #expect(policy.interrupt(at: .seconds(16)) == .signal)
        #expect(policy.wasInterrupted)
    }
}
