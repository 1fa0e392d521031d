public import HTTPTypes
import NIOHTTP1
import Synchronization

/// The name of a request, which its answer and every log line about it carry.
public enum RequestIdentity {
    /// The header that carries it.
    public static let header = name("X-Request-ID")

    /// What log lines call it.
    public static let logKey = "request.id"

    private static let start = UInt64.random(in: .min ... .max)
    private static let count = Atomic<UInt64>(0)
    private static let digits: StaticString = "0123456789abcdefghjkmnpqrstvwxyz"

    /// The client's own name, if it may be one: 1 to 64 letters, digits and `. _ -`; else a fresh one.
    static func of(_ fields: HTTPFields) -> String {
        for field in fields where field.name == header { return isAcceptable(field.value) ? field.value : fresh() }
        return fresh()
    }

    /// 13 characters that no other request of this process has, and hardly one of another.
    ///
    /// Short enough for a string without memory of its own.
    static func fresh() -> String {
        // An odd factor only permutes the numbers, so that neighbours look different.
        var rest = (start &+ count.add(1, ordering: .relaxed).newValue) &* 0x9E37_79B9_7F4A_7C15
        return String(unsafeUninitializedCapacity: 13) { buffer in
            for index in buffer.indices.prefix(13) {
                buffer[index] = digits.withUTF8Buffer { $0[Int(rest & 31)] }
                rest >>= 5
            }
            return 13
        }
    }

    static func isAcceptable(_ text: String) -> Bool {
        let bytes = text.utf8
        return (1...64).contains(bytes.count)
            && bytes.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }

    /// Names the answer to a request that could not be read.
    static func complete(_ headers: inout HTTPHeaders) {
        if !headers.contains(name: "x-request-id") { headers.add(name: "X-Request-ID", value: fresh()) }
    }

    /// A name that is known to be one.
    private static func name(_ text: String) -> HTTPField.Name { HTTPField.Name(text) ?? .server }
}
