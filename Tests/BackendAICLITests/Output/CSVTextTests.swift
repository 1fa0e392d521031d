import Core
import Testing

@testable import BackendAICLI

@Suite("Results as CSV")
struct CSVTextTests {
    @Test("have a header, end their lines by CRLF, and quote what would be taken apart")
    func rows() {
        let text = CSVText.text(
            header: ["name", "note"],
            rows: [["a", "x,y"], ["say \"b\"", "two\nlines"], [nil, ["k": 1]], ["한글", .bool(true)]])

        #expect(
            text == "name,note\r\na,\"x,y\"\r\n\"say \"\"b\"\"\",\"two\nlines\"\r\n,\"{\"\"k\"\":1}\"\r\n한글,true\r\n")
    }

    @Test("an object is a row, several are rows with all their names, a list of texts is one column")
    func shapes() {
        #expect(CSVText.text(of: ["a": 1, "b": "x"]) == "a,b\r\n1,x\r\n")
        #expect(CSVText.text(of: [["a": 1], ["b": 2]]) == "a,b\r\n1,\r\n,2\r\n")
        #expect(CSVText.text(of: ["x", "y"]) == "value\r\nx\r\ny\r\n")
        #expect(CSVText.text(of: []) == "")
    }
}
