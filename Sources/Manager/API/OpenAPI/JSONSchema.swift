import Core

/// What a value in a request or an answer looks like, in the words of JSON Schema 2020-12.
indirect enum JSONSchema: Sendable {
    case text
    case integer
    case number
    case boolean
    case anything
    /// One of these texts.
    case choice([String])
    case list(JSONSchema)
    /// An object of these members and, when it is open, of others.
    case object(KeyValuePairs<String, JSONSchema>, isOpen: Bool = true)
    /// An object whose members all look the same.
    case map(JSONSchema)
    /// A member that may be absent or null.
    case optional(JSONSchema)
    /// The same, with a sentence about it.
    case described(JSONSchema, String)

    /// The document.
    var json: JSONValue {
        switch self {
        case .text: ["type": "string"]
        case .integer: ["type": "integer"]
        case .number: ["type": "number"]
        case .boolean: ["type": "boolean"]
        case .anything: [:]
        case .choice(let texts): ["type": "string", "enum": .array(texts.map { .string($0) })]
        case .list(let item): ["type": "array", "items": item.json]
        case .map(let value): ["type": "object", "additionalProperties": value.json]
        case .object(let members, let isOpen): JSONSchema.object(members, isOpen)
        case .optional(let schema): ["anyOf": [schema.json, ["type": "null"]]]
        case .described(let schema, let sentence):
            .object((schema.json.members ?? []) + [.init("description", .string(sentence))])
        }
    }

    /// Whether a member may be left out.
    var isOptional: Bool {
        switch self {
        case .optional: true
        case .described(let schema, _): schema.isOptional
        default: false
        }
    }

    /// What it is when it is there and not null.
    var present: JSONSchema {
        switch self {
        case .optional(let schema): schema
        case .described(let schema, let sentence): .described(schema.present, sentence)
        default: self
        }
    }

    private static func object(_ members: KeyValuePairs<String, JSONSchema>, _ isOpen: Bool) -> JSONValue {
        let required = members.filter { !$0.value.isOptional }.map { JSONValue.string($0.key) }
        var parts: [JSONValue.Member] = [
            .init("type", "object"), .init("properties", .object(members.map { .init($0.key, $0.value.json) })),
        ]
        if !required.isEmpty { parts.append(.init("required", .array(required))) }
        if !isOpen { parts.append(.init("additionalProperties", false)) }
        return .object(parts)
    }
}
