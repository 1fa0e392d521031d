import Core
import FoundationEssentials

/// Values that the database keeps as JSON texts.
enum JSONText {
    static func encode(_ value: some Encodable) -> String {
        (try? JSONEncoder().encode(value)).map { String(decoding: $0, as: UTF8.self) } ?? "null"
    }

    static func decode<Value: Decodable>(_ text: String) -> Value? {
        try? JSONDecoder().decode(Value.self, from: Data(text.utf8))
    }

    static func strings(_ text: String) -> [String: String] { decode(text) ?? [:] }
}
