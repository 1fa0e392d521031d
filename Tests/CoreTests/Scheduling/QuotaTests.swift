import Testing

@testable import Core

@Suite("Quotas")
struct QuotaTests {
    private static func slots(_ cpu: Int64, _ mem: Int64 = 0) -> ResourceSlots {
        ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(mem)])
    }

    @Test("a slot that is not listed has no limit, or none of it may be had, as the policy says")
    func unlisted() {
        let limits = ResourceSlots([.cpu: Quantity(4)])
        #expect(Quota(limits: limits).limit(of: .mem) == .infinity)
        #expect(Quota(limits: limits).limit(of: .cpu) == Quantity(4))
        #expect(Quota(limits: limits, unlisted: .zero).limit(of: .mem) == .zero)
    }

    @Test("what is left is never less than nothing")
    func remaining() {
        let quota = Quota(limits: Self.slots(4), occupied: Self.slots(6))
        #expect(quota.remaining(of: .cpu) == .zero)
        #expect(Quota(limits: .none, occupied: Self.slots(6)).remaining(of: .cpu) == .infinity)
    }
}
