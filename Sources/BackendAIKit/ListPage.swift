public import Core

/// A part of a list.
public struct ListPage: Sendable, Equatable {
    /// The items, their members in the order in which they were asked for.
    public let items: [JSONValue]
    /// How many there are in all.
    public let total: Int

    /// A part of a list of `total` items.
    public init(items: [JSONValue], total: Int) {
        self.items = items
        self.total = total
    }
}
