/// One lexical unit of a document.
struct Token: Equatable {
    enum Kind: Equatable {
        case endOfFile
        case name
        case int
        case float
        case string
        case blockString
        case spread
        /// One of `! $ & ( ) : = @ [ ] { | }`.
        case punctuator(UInt8)

        /// How messages call the kind.
        var text: String {
            switch self {
            case .endOfFile: "<EOF>"
            case .name: "Name"
            case .int: "Int"
            case .float: "Float"
            case .string: "String"
            case .blockString: "BlockString"
            case .spread: "'...'"
            case .punctuator(let byte): "'" + String(Character(Unicode.Scalar(byte))) + "'"
            }
        }
    }

    let kind: Kind
    /// Byte offset of the first character.
    let start: Int
    /// The name, the digits or the value of the string; empty for punctuators.
    let text: String

    /// How messages call the token: `Name 'x'`, `'{'`, `<EOF>`.
    var description: String {
        switch kind {
        case .name, .int, .float, .string, .blockString: kind.text + " '" + text + "'"
        case .endOfFile, .spread, .punctuator: kind.text
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }

    static func isNameStart(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return byte == UInt8(ascii: "_") || (lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z"))
    }
}
