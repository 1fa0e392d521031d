import Synchronization

/// A count that one task raises and another watches.
final class Progress: Sendable {
    private let value = Atomic(0)

    var count: Int { value.load(ordering: .acquiring) }

    func add() {
        value.add(1, ordering: .releasing)
    }
}
