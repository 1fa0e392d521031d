extension GraphQLValue: Decodable {
    /// Reads any JSON value, as the `variables` of a request hold it.
    ///
    /// A number without a fraction becomes an integer. Object members stand in the order in which
    /// the decoder lists its keys, which Foundation's does not keep.
    ///
    /// - Throws: `DecodingError` for what is no JSON value.
    public init(from decoder: any Decoder) throws {
        if let container = try? decoder.singleValueContainer(), let leaf = Self.leaf(of: container) {
            self = leaf
        } else if let container = try? decoder.container(keyedBy: MemberKey.self) {
            self = .object(
                try container.allKeys.map { key in
                    Member(name: key.stringValue, value: try container.decode(GraphQLValue.self, forKey: key))
                })
        } else {
            var container = try decoder.unkeyedContainer()
            var items: [GraphQLValue] = []
            while !container.isAtEnd {
                items.append(try container.decode(GraphQLValue.self))
            }
            self = .list(items)
        }
    }

    /// The value that is neither list nor object; integers before floats, so that `1` stays whole.
    private static func leaf(of container: any SingleValueDecodingContainer) -> GraphQLValue? {
        if container.decodeNil() { return .null }
        if let text = try? container.decode(String.self) { return .string(text) }
        if let truth = try? container.decode(Bool.self) { return .bool(truth) }
        if let number = try? container.decode(Int.self) { return .int(number) }
        if let number = try? container.decode(Double.self) { return .float(number) }
        return nil
    }

    /// Any name at all.
    private struct MemberKey: CodingKey {
        let stringValue: String
        let intValue: Int? = nil

        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }
}
