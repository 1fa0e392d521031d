/// An order of a list, such as `role, -created_at`: fields, the first of which decides.
///
/// - SeeAlso: `ai.backend.manager.models.minilang` of the original, whose language this is.
public struct OrderExpression: Sendable, Equatable {
    /// One field that a list is ordered by.
    public struct Item: Sendable, Equatable {
        /// Its name.
        public let field: String
        /// Whether the largest comes first: a `-` before the name.
        public let isDescending: Bool

        /// Names a field and its direction.
        public init(field: String, isDescending: Bool = false) {
            self.field = field
            self.isDescending = isDescending
        }
    }

    /// The longest text that is read, in bytes.
    public static let maximumLength = 1024

    /// The fields in their order; an empty text has none.
    public let items: [Item]

    /// Names the fields.
    public init(_ items: [Item]) {
        self.items = items
    }

    /// Reads an order; a field without a sign is ascending.
    ///
    /// - Throws: ``OrderSyntaxError``, also for a text that is too long.
    public init(parsing text: String) throws(OrderSyntaxError) {
        guard text.utf8.count <= Self.maximumLength else {
            throw OrderSyntaxError("The order is longer than \(Self.maximumLength) bytes")
        }
        var scanner = QueryScanner(text, known: QueryTerminal.order)
        var items: [Item] = []
        if scanner.take(.end) == nil {
            repeat {
                let direction = scanner.take(.direction)
                guard let field = scanner.take(.name) else {
                    throw OrderSyntaxError(
                        direction == nil && items.isEmpty
                            ? scanner.failure(expecting: .direction, .name, .end)
                            : direction == nil
                                ? scanner.failure(expecting: .direction, .name) : scanner.failure(expecting: .name))
                }
                items.append(Item(field: field.text, isDescending: direction?.text == "-"))
            } while scanner.take(.comma) != nil
            guard scanner.take(.end) != nil else { throw OrderSyntaxError(scanner.failure(expecting: .comma, .end)) }
        }
        self.init(items)
    }
}

extension OrderExpression: CustomStringConvertible {
    /// The order as the language writes it.
    public var description: String {
        items.map { ($0.isDescending ? "-" : "") + $0.field }.joined(separator: ", ")
    }
}
