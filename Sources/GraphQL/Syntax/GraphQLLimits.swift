/// How much a request may ask for before it is refused.
///
/// All three bound the work of parsing and validating, so that no text can exhaust time or stack.
public struct GraphQLLimits: Sendable, Equatable {
    /// Most levels of nesting: fields, fragments, lists and input objects.
    public var depth: Int
    /// Most tokens of a document; strings and comments count as one or none.
    public var tokens: Int
    /// Most fields and fragments of a document with every fragment written out wherever it is spread.
    public var cost: Int

    /// The defaults are several times what the largest known client query and the standard introspection query need.
    public init(depth: Int = 64, tokens: Int = 20_000, cost: Int = 10_000) {
        self.depth = depth
        self.tokens = tokens
        self.cost = cost
    }
}
