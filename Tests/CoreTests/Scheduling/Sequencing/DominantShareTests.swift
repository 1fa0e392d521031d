import Testing

@testable import Core

@Suite("Dominant share")
struct DominantShareTests {
    private static let gpu = SlotName("cuda.device")
    private static let capacity = slots(cpu: 100, mem: 100, gpu: 10)

    private static func slots(cpu: Int64 = 0, mem: Int64 = 0, gpu: Int64 = 0) -> ResourceSlots {
        ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(mem), Self.gpu: Quantity(gpu)])
    }

    @Test("is that of the sum of what is held, not of the largest session")
    func sum() {
        let held = Self.slots(cpu: 10, gpu: 2) + Self.slots(cpu: 40)
        #expect(held.dominantShare(of: Self.capacity) == Share(part: 1, whole: 2))
        #expect(Self.slots(mem: 30).dominantShare(of: Self.capacity) == Share(part: 3, whole: 10))
    }

    /// Whoever has the smallest share is next, and what he is given counts at once.
    @Test("orders picks as the reference vector does: C1, B1, B2, A1")
    func picks() {
        var held = [
            "A": Self.slots(cpu: 50, gpu: 2), "B": Self.slots(mem: 30), "C": ResourceSlots.none,
        ]
        var pending = [
            ("A1", ResourceSlots.none), ("B1", Self.slots(gpu: 1)), ("C1", Self.slots(cpu: 60)), ("B2", .none),
        ]
        var picks: [String] = []
        while !pending.isEmpty {
            let shares = pending.map { held[String($0.0.prefix(1))]?.dominantShare(of: Self.capacity) ?? .none }
            let next = shares.indices.min { shares[$0] != shares[$1] ? shares[$0] < shares[$1] : $0 < $1 } ?? 0
            let (name, request) = pending.remove(at: next)
            held[String(name.prefix(1)), default: .none] = held[String(name.prefix(1)), default: .none] + request
            picks.append(name)
        }
        #expect(picks == ["C1", "B1", "B2", "A1"])
    }

    @Test("counts neither slots that nobody has nor slots without end")
    func emptySlots() {
        let capacity = ResourceSlots([.cpu: .zero, .mem: .infinity])
        #expect(Self.slots(cpu: 5, mem: 5, gpu: 5).dominantShare(of: capacity) == .none)
    }

    @Test("is compared exactly where floating point would see no difference")
    func exact() {
        let (less, more) = (Share(part: .max - 2, whole: .max - 1), Share(part: .max - 1, whole: .max))
        #expect(less < more && less != more)
        #expect(Double(less.part) / Double(less.whole) == Double(more.part) / Double(more.whole))
        #expect(Set([Share(part: 1, whole: 2), Share(part: 2, whole: 4), .none, Share(part: 0, whole: 7)]).count == 2)
    }
}
