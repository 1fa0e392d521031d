import Core
import Testing

@Suite("Percent encoding")
struct PercentEncodingTests {
    @Test(
        "encodes everything but letters, digits and - . _ ~",
        arguments: [("abc-._~09", "abc-._~09"), ("a b/c", "a%20b%2Fc"), ("é", "%C3%A9"), ("+%", "%2B%25"), ("", "")]
    )
    func encoding(text: String, expected: String) {
        #expect(PercentEncoding.encode(text) == expected)
        #expect(PercentEncoding.decode(expected) == text)
    }

    @Test("leaves a plus sign alone, and takes digits of either case")
    func lenient() {
        #expect(PercentEncoding.decode("a+b%c3%A9") == "a+bé")
    }

    @Test("refuses broken escapes and what is no UTF-8", arguments: ["%", "%4", "%zz", "a%2", "%ff", "%C3", "%C3%28"])
    func broken(text: String) {
        #expect(PercentEncoding.decode(text) == nil)
    }
}
