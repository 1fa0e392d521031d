/// A type of the schema without the code behind it: what validation, printing and introspection need.
final class TypeDefinition: Sendable {
    enum Kind: Sendable {
        case leaf(Leaf)
        case object
        case interface
        case inputObject([GraphQLInput])
    }

    let name: String
    let description: String?
    let kind: Kind
    let fields: [GraphQLField]
    let interfaces: [String]
    private let positions: [String: Int]

    init(
        name: String,
        description: String?,
        kind: Kind,
        fields: [GraphQLField] = [],
        interfaces: [String] = []
    ) {
        self.name = name
        self.description = description
        self.kind = kind
        self.fields = fields
        self.interfaces = interfaces
        positions = Dictionary(fields.enumerated().map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    var isObject: Bool {
        guard case .object = kind else { return false }
        return true
    }

    var isInterface: Bool {
        guard case .interface = kind else { return false }
        return true
    }

    var isComposite: Bool { isObject || isInterface }

    var leaf: Leaf? {
        guard case .leaf(let leaf) = kind else { return nil }
        return leaf
    }

    var inputs: [GraphQLInput]? {
        guard case .inputObject(let inputs) = kind else { return nil }
        return inputs
    }

    var isInput: Bool { !isComposite }

    /// Where the field stands in `fields`.
    func position(ofField name: String) -> Int? { positions[name] }
}
