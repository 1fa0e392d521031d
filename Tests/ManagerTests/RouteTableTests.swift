import Testing

@testable import Manager

@Suite("Route table")
struct RouteTableTests {
    @Test(
        "knows the methods of a path, whatever stands for its parameters",
        arguments: [
            ("/", ["GET", "OPTIONS"]), ("/session", ["OPTIONS", "POST"]),
            ("/session/a%2Fb", ["DELETE", "GET", "OPTIONS"]),
            ("/session/", []), ("/nowhere", []),
        ]
    )
    func methods(path: String, expected: [String]) {
        var table = RouteTable()
        table.add("GET", "/")
        table.add("POST", "/session")
        table.add("GET", "/session/:id")
        table.add("DELETE", "/session/:id")

        #expect(table.methods(at: path).sorted() == expected)
    }
}
