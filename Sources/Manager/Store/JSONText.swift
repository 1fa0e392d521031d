import Core

/// Values that the database keeps as JSON texts.
enum JSONText {
    static func encode(_ value: some Encodable) -> String {
        (try? JSONValue(encoding: value).encodedText) ?? "null"
    }

    static func decode<Value: Decodable>(_ text: String) -> Value? {
        try? JSONValue(parsing: Array(text.utf8)).decoded()
    }

    static func strings(_ text: String) -> [String: String] { text == "{}" ? [:] : decode(text) ?? [:] }

    static func list<Value: Decodable>(_ text: String) -> [Value] { text == "[]" ? [] : decode(text) ?? [] }
}
