import Core

/// Builds a query string.
struct Query {
    private(set) var text = ""

    init(owner: AccessKey? = nil) {
        if let owner { add("owner_access_key", owner.rawValue) }
    }

    mutating func add(_ name: String, _ value: String) {
        text += (text.isEmpty ? "?" : "&") + "\(name)=\(PercentEncoding.encode(value))"
    }
}
