import Core
import Testing

@testable import BackendAICLI

@Suite("Printed results")
struct OutputTests {
    @Test("columns are as wide as their widest cell, two blanks apart, without blanks at the ends")
    func table() {
        let table = Table(columns: ["NAME", "STATUS"], rows: [["a", "RUNNING"], ["a-long-name", "-"]])

        #expect(table.text == "NAME         STATUS\na            RUNNING\na-long-name  -")
        #expect(Table(columns: ["A", "B"], rows: []).text == "A  B")
    }

    @Test("wide characters take two columns, combining marks none")
    func koreanTable() {
        let table = Table(columns: ["이름", "X"], rows: [["세션", "1"], ["abcde", "2"], ["e\u{301}", "3"]])

        #expect(table.text == "이름   X\n세션   1\nabcde  2\ne\u{301}      3")
    }

    @Test("JSON is indented by two blanks, empty lists and objects on one line, members in order")
    func pretty() {
        let value: JSONValue = ["z": [1, [], [:]], "a": ["k": "v\"é"], "n": nil]

        #expect(
            value.prettyText == """
                {
                  "z": [
                    1,
                    [],
                    {}
                  ],
                  "a": {
                    "k": "v\\"é"
                  },
                  "n": null
                }
                """
        )
    }

    @Test("lists have the original's shape, and cells show texts plainly")
    func shapes() {
        #expect(JSONValue.list(["x"], total: 9).encodedText == #"{"count":1,"total_count":9,"items":["x"]}"#)
        #expect(JSONValue.string("a b").cell == "a b")
        #expect((nil as JSONValue).cell == "-")
        #expect((["a": 1, "b": [true, nil]] as JSONValue).cell == "a: 1, b: [yes, -]")
    }
}
