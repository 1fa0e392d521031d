import Core
import GraphQL

/// A column that administrators may set, under the name that GraphQL's inputs have for it.
struct NounColumn: Sendable {
    /// What it takes.
    enum Kind: Sendable {
        case text
        case flag
        case integer
        /// A number that may be larger than 32 bits.
        case large
        /// Amounts by slot, as a JSON text.
        case slots
        /// Permissions by storage host, as a JSON text.
        case hosts
        /// Any JSON object, as a JSON text.
        case options
        case texts
        /// Bytes, written like `64m`.
        case size
        /// One of a few names; the type's name is part of the original's complaint.
        case choice([String], type: String)
        /// Networks that a user may come from.
        case networks
        /// The key of something else.
        case reference(table: String, key: String, word: String)
    }

    /// Whether it is given when something is created.
    enum Creation: Sendable {
        case required
        /// The default of the input as the original's schema has it.
        case optional(GraphQLValue)
        /// Left to the database.
        case left
        /// Not part of creation.
        case absent
    }

    let name: String
    let column: String
    let kind: Kind
    let creation: Creation
    let isModifiable: Bool

    init(
        _ name: String, _ kind: Kind, _ creation: Creation = .left, column: String? = nil, isModifiable: Bool = true
    ) {
        self.name = name
        self.column = column ?? name
        self.kind = kind
        self.creation = creation
        self.isModifiable = isModifiable
    }

    /// The input that a creation has for it; nil when it has none.
    var creationInput: GraphQLInput? {
        switch creation {
        case .required: GraphQLInput(name, GraphQLType(stringLiteral: type + "!"))
        case .optional(let value): GraphQLInput(name, GraphQLType(stringLiteral: type), default: value)
        case .left: GraphQLInput(name, GraphQLType(stringLiteral: type))
        case .absent: nil
        }
    }

    /// The input that a modification has for it.
    var modificationInput: GraphQLInput? { isModifiable ? GraphQLInput(name, GraphQLType(stringLiteral: type)) : nil }

    private var type: String {
        switch kind {
        case .text, .choice, .reference, .size: "String"
        case .flag: "Boolean"
        case .integer: "Int"
        case .large: "BigInt"
        case .slots, .hosts, .options: "JSONString"
        case .texts, .networks: "[String]"
        }
    }
}
