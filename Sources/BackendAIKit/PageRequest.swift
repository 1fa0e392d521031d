/// Which part of a list is wanted, and in which order.
public struct PageRequest: Sendable, Equatable {
    /// What must hold for each item, in the manager's language of filters.
    public var filter: String?
    /// The fields to sort by, each with `+` or `-` before it if need be.
    public var order: String?
    /// How many are left out at the beginning.
    public var offset: Int
    /// The most that are wanted; all when nil.
    public var limit: Int?

    /// A part; everything when nothing is said.
    public init(filter: String? = nil, order: String? = nil, offset: Int = 0, limit: Int? = nil) {
        self.filter = filter
        self.order = order
        self.offset = offset
        self.limit = limit
    }
}
