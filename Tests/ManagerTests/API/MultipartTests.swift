import Testing

@testable import Manager

@Suite("Multipart bodies")
struct MultipartTests {
    @Test("parts are read with their names and every byte of their content")
    func reading() throws {
        let content: [UInt8] = [0, 13, 10, 45, 45, 255, 13, 10]
        let body =
            Array("preamble\r\n--b0\r\nContent-Disposition: form-data; name=\"src\"; filename=\"a b.txt\"\r\n".utf8)
            + Array("Content-Type: application/octet-stream\r\n\r\n".utf8) + content
            + Array("\r\n--b0\r\ncontent-disposition: form-data; filename=d/e.txt; name=src\r\n\r\n\r\n--b0--\r\n".utf8)
        let parts = try Multipart.parts(of: body, boundary: "b0")
        #expect(
            parts == [
                MultipartPart(name: "src", filename: "a b.txt", bytes: content),
                MultipartPart(name: "src", filename: "d/e.txt", bytes: []),
            ])
    }

    @Test("what is written is read again")
    func roundTrip() throws {
        let body = Multipart.body([([("Content-Type", "text/plain")], [1, 2]), ([], [3])], boundary: "x")
        #expect(try Multipart.parts(of: body, boundary: "x").map(\.bytes) == [[1, 2], [3]])
    }

    @Test(
        "a body without its boundary, or without its end, is refused", arguments: ["", "--b", "--b\r\nA: b\r\n\r\nc"])
    func malformed(body: String) {
        #expect(throws: Multipart.Malformed.self) { try Multipart.parts(of: Array(body.utf8), boundary: "b") }
    }

    @Test("the boundary is that of the content type, in quotes or bare")
    func boundary() {
        #expect(Multipart.boundary(in: "multipart/form-data; boundary=abc") == "abc")
        #expect(Multipart.boundary(in: "Multipart/Mixed; charset=x; Boundary=\"a b\"") == "a b")
        #expect(Multipart.boundary(in: "application/json; boundary=abc") == nil)
        #expect(Multipart.boundary(in: "multipart/form-data") == nil)
        #expect(Multipart.boundary(in: "multipart/form-data; boundary=") == nil)
    }
}
