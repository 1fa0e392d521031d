/// Why a session waits, in numbers, so that a hundred thousand of them are compared in no time.
struct WaitCode: Sendable, Equatable {
    enum Kind: UInt8, Sendable {
        case beforeStart, dependencies
        case sessionLimit, keypairLimit, userLimit, groupLimit, domainLimit
        case noAgent, agentsFull, noRoom, scattered, behind, reserved
    }

    let kind: Kind
    /// The slot, where one is short; a limit's number where that is what binds.
    var number: Int64 = 0

    /// Whether a limit binds.
    var isLimit: Bool {
        switch kind {
        case .sessionLimit, .keypairLimit, .userLimit, .groupLimit, .domainLimit: true
        case .beforeStart, .dependencies, .noAgent, .agentsFull, .noRoom, .scattered, .behind, .reserved: false
        }
    }

    /// The limit of the scope at this place of a party's.
    static func limit(scope: Int, slot: Int) -> WaitCode {
        let kinds: [Kind] = [.keypairLimit, .userLimit, .groupLimit, .domainLimit]
        return WaitCode(kind: kinds[scope], number: Int64(slot))
    }

    /// The place of the scope whose limit of a slot binds; nil when none does.
    var place: Int? {
        switch kind {
        case .keypairLimit: 0
        case .userLimit: 1
        case .groupLimit: 2
        case .domainLimit: 3
        default: nil
        }
    }

    /// Whether what binds is that too little is free.
    var isForRoom: Bool { kind == .agentsFull || kind == .noRoom || kind == .scattered }

    /// The reason in words; `session` is whose it is.
    func reason(_ session: PendingSession, _ slots: SlotTable) -> WaitReason {
        let slot = kind == .sessionLimit ? SlotName("") : slots[Int(number)]
        return switch kind {
        case .beforeStart: .beforeStart(session.startsAt ?? session.since)
        case .dependencies: .dependencies(session.dependencies.filter { $0.outcome == .open }.map(\.name))
        case .sessionLimit: .sessionLimit(Int(number))
        case .keypairLimit: .ownerLimit(slot)
        case .userLimit: .userLimit(slot)
        case .groupLimit: .groupLimit(slot)
        case .domainLimit: .domainLimit(slot)
        case .noAgent: .noAgent
        case .agentsFull: .agentsFull
        case .noRoom: .noRoom(slot)
        case .scattered: .scattered
        case .behind: .behind
        case .reserved: .reserved
        }
    }
}
