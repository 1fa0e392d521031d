/// The cookie of a login.
///
/// Whoever has it is logged in, so it has no description of its own.
public struct SessionCookie: Sendable, Equatable, CustomStringConvertible, CustomReflectable {
    /// Its name.
    public static let name = "AIOHTTP_SESSION"

    private let text: String

    /// Takes the cookie's value; nil where it holds what no cookie can.
    public init?(_ text: String) {
        let isPlain = text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && $0 != UInt8(ascii: ";") }
        guard !text.isEmpty, isPlain else { return nil }
        self.text = text
    }

    /// Finds it among the values of `Set-Cookie`; nil when it is not set, or taken away.
    init?(setBy values: [String]) {
        for value in values {
            let pair = value.prefix { $0 != ";" }.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard pair.count == 2, pair[0].filter({ $0 != " " }) == Self.name else { continue }
            self.init(String(pair[1]))
            return
        }
        return nil
    }

    /// The value itself, for the file that keeps it.
    public func reveal() -> String { text }

    /// The header that shows it.
    var header: String { "\(Self.name)=\(text)" }

    public var description: String { "…" }

    /// Without children, so that `dump` and test reports do not look inside.
    public var customMirror: Mirror { Mirror(self, children: EmptyCollection<Mirror.Child>()) }
}
