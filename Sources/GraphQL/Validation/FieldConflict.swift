/// Two fields under one key that cannot both be answered.
struct FieldConflict {
    indirect enum Reason {
        case text(String)
        /// The conflicts among the fields below.
        case fields([(key: String, reason: Reason)])

        var text: String {
            switch self {
            case .text(let text): text
            case .fields(let conflicts):
                conflicts.map { "subfields '\($0.key)' conflict because \($0.reason.text)" }.joined(separator: " and ")
            }
        }
    }

    let key: String
    let reason: Reason
    let first: [Field]
    let second: [Field]

    var message: String {
        "Fields '\(key)' conflict because \(reason.text)."
            + " Use different aliases on the fields to fetch both if this was intentional."
    }

    var offsets: [Int] { (first + second).map(\.offset) }
}
