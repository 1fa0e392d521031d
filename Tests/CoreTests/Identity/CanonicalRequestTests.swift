import Core
import Testing

@Suite("Canonical request")
struct CanonicalRequestTests {
    @Test("is seven lines without a last line feed, as the original client signs them")
    func text() {
        let request = CanonicalRequest(
            method: "POST", target: "/session", date: "2023-10-01T12:34:56.789012+00:00", host: "127.0.0.1:8081",
            contentType: "application/json", apiVersion: "v7.20230615"
        )

        #expect(
            request.text == """
                POST
                /session
                2023-10-01T12:34:56.789012+00:00
                host:127.0.0.1:8081
                content-type:application/json
                x-backendai-version:v7.20230615
                e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                """
        )
    }

    @Test("has the target and the date byte for byte, however they are spelled")
    func verbatim() {
        let target = "/stream/session/a%20b/tcpproxy?app=x&arguments=%7B%22-v%22:+%223%22%7D"
        let request = CanonicalRequest(
            method: "GET", target: target, date: "Sun, 01 Oct 2023 12:34:56 GMT", host: "h", contentType: nil,
            apiVersion: "v4.20181215"
        )
        let lines = request.text.split(separator: "\n")

        #expect(lines[1] == target)
        #expect(lines[2] == "Sun, 01 Oct 2023 12:34:56 GMT")
    }

    @Test(
        "signs the media type alone, in lower case; without a header that of unknown bytes",
        arguments: [
            ("application/json", "application/json"), ("Application/JSON", "application/json"),
            ("multipart/form-data; boundary=0123456789", "multipart/form-data"),
            ("text/plain;charset=utf-8", "text/plain"), (" text/plain ; x", "text/plain"),
            (nil, "application/octet-stream"), ("", "application/octet-stream"), ("  ", "application/octet-stream"),
        ] as [(String?, String)]
    )
    func mediaType(header: String?, expected: String) {
        let request = CanonicalRequest(
            method: "GET", target: "/", date: "", host: "", contentType: header, apiVersion: "")

        #expect(request.contentType == expected)
    }
}
