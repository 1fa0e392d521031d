import Core
import Testing

@Suite("Callback addresses")
struct CallbackURLTests {
    @Test(
        "are absolute, of HTTP or HTTPS", arguments: ["http://a", "https://a.example:8443/p?q=1", "HTTP://127.0.0.1/x"])
    func accepted(text: String) throws {
        #expect(try CallbackURL(text).text == text)
    }

    @Test(
        "are refused otherwise",
        arguments: [
            ("not a url", "ValueError('URL should be absolute')"), ("", "ValueError('URL should be absolute')"),
            ("://x", "ValueError('URL should be absolute')"),
            ("file:///etc/passwd", "URL should begin with http:// or https://"),
            ("gopher://x", "URL should begin with http:// or https://"),
            ("http://u:p@host/", "URL should name a host and carry no credentials"),
            ("http:///path", "URL should name a host and carry no credentials"),
            ("http://host/a\r\nX: y", "URL should have its spaces and control characters percent-encoded"),
        ])
    func refused(text: String, reason: String) {
        #expect(throws: CallbackURL.Refusal(reason: reason)) { try CallbackURL(text) }
    }

    @Test("have a length that databases and logs can take")
    func long() {
        #expect(throws: CallbackURL.Refusal.self) {
            try CallbackURL("http://a/" + String(repeating: "x", count: 2048))
        }
    }
}
