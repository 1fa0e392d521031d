import Testing

@testable import Core

@Suite("Argument pattern")
struct ArgumentPatternTests {
    private static let probes: [UInt32] = {
        var probes = Array(UInt32(0)...300)
        let special: [UInt32] = [0, 0x5412, 0x541C, 0x20000, 0x20008, .max]
        for bit in UInt32(0)..<32 {
            probes += special.map { $0 ^ (1 << bit) }
        }
        return probes + special
    }()

    @Test(
        "every value is matched by exactly one pattern, on the side where it belongs",
        arguments: [
            .oneOf([1, 2, 10, 16]), .oneOf([0, 8, 0x20000, 0x20008, 0xFFFF_FFFF]), .oneOf([]), .noneOf([]),
            .noneOf([0x5412, 0x541C]), .withoutBits(0x7E02_0080), .withoutBits(1 << 31), .withoutBits(0),
        ] as [SystemCallCondition.Test]
    )
    func partition(test: SystemCallCondition.Test) {
        let condition = SystemCallCondition(argument: 0, test: test)
        for probe in Self.probes {
            let isAllowed =
                switch test {
                case .oneOf(let values): values.contains(probe)
                case .noneOf(let values): !values.contains(probe)
                case .withoutBits(let bits): probe & bits == 0
                }
            #expect(condition.allowedPatterns.count { $0.matches(probe) } == (isAllowed ? 1 : 0), "\(probe)")
            #expect(condition.refusedPatterns.count { $0.matches(probe) } == (isAllowed ? 0 : 1), "\(probe)")
        }
    }

    @Test("the complement of one value takes one pattern for each bit")
    func size() {
        #expect(ArgumentPattern.complement(of: [0x5412]).count == 32)
    }
}
