/// Those who wait and hold in one scaling group: everybody whose limits a session counts against.
struct Party: Sendable, Hashable {
    let scalingGroup: Int
    let keypair: Int
    let user: Int
    let group: Int
    let domain: Int
    /// Whether its sessions serve the platform itself: then they count against nobody's limits.
    let isPlatform: Bool

    /// How many scopes a party has.
    static let places = 4

    /// The scopes in the original's order of checks.
    func scope(_ place: Int) -> Int {
        switch place {
        case 0: keypair
        case 1: user
        case 2: group
        default: domain
        }
    }
}

/// The parties by number, with what each keypair holds in each scaling group.
struct PartyTable: Sendable {
    private struct Place: Hashable {
        let scalingGroup: Int
        let keypair: Int
    }

    private var parties = Numbering<Party>()
    private var places = Numbering<Place>()
    /// For each party the row of its keypair's share.
    private var rows: [Int] = []
    private var held = AmountTable()

    /// How many parties have a number.
    var count: Int { rows.count }
    subscript(number: Int) -> Party { parties[number] }

    mutating func number(of party: Party) -> Int {
        let number = parties.number(of: party)
        if number == rows.count {
            let row = places.number(of: Place(scalingGroup: party.scalingGroup, keypair: party.keypair))
            if row == held.rows { held.addRow() }
            rows.append(row)
        }
        return number
    }

    mutating func extend(to slots: SlotTable) { held.widen(to: slots.size) }

    /// Adds to what a party holds.
    mutating func charge(_ party: Int, _ request: SlotRequest) { held.add(request, to: rows[party]) }

    /// Takes it off again.
    mutating func discharge(_ party: Int, _ request: SlotRequest) { held.take(request, from: rows[party]) }

    /// The greatest of the shares that a party's keypair holds in its scaling group.
    ///
    /// - Parameters:
    ///   - party: The party.
    ///   - capacity: What the group has of each slot; those of which there is nothing or no end count for nothing.
    /// - Returns: The dominant share.
    func dominantShare(of party: Int, in capacity: [Int64]) -> Share {
        var greatest = Share.none
        for slot in capacity.indices.dropFirst() where capacity[slot] > 0 && capacity[slot] != .max {
            let part = held[rows[party], slot]
            guard part > 0 else { continue }
            let share = Share(part: part, whole: capacity[slot])
            if greatest < share { greatest = share }
        }
        return greatest
    }
}
