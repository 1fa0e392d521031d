import Foundation
import Testing

@testable import GraphQL

@Suite("GraphQLValue")
struct GraphQLValueTests {
    @Test(
        "is written as compact JSON with only the necessary escapes",
        arguments: [
            (.null, "null"),
            (true, "true"),
            (.int(-9_223_372_036_854_775_808), "-9223372036854775808"),
            (1.5, "1.5"),
            (.float(2), "2.0"),
            (.float(.infinity), "null"),
            (.float(.nan), "null"),
            ("é 😀 / ' \u{7F}", "\"é 😀 / ' \u{7F}\""),
            ("a\"b\\c\n\r\t\u{08}\u{0C}\u{01}\u{1F}", #""a\"b\\c\n\r\t\b\f\u0001\u001f""#),
            (.enumeration("RED"), "\"RED\""),
            ([1, ["z": .null, "a": []], [:]], #"[1,{"z":null,"a":[]},{}]"#),
        ] as [(GraphQLValue, String)]
    )
    func json(value: GraphQLValue, expected: String) {
        #expect(TestSchema.text(of: value) == expected)
    }

    @Test("keeps the order of its members")
    func order() {
        let names = ["zeta", "alpha", "mid", "beta"]
        let value = GraphQLValue.object(names.map { .init(name: $0, value: 1) })

        #expect(TestSchema.text(of: value) == #"{"zeta":1,"alpha":1,"mid":1,"beta":1}"#)
    }

    @Test("answers a reader only when it has the type")
    func readers() {
        #expect(GraphQLValue.float(3).intValue == 3)
        #expect(GraphQLValue.float(3.5).intValue == nil)
        #expect(GraphQLValue.float(1e300).intValue == nil)
        #expect(GraphQLValue.int(3).doubleValue == 3)
        #expect(GraphQLValue.string("3").intValue == nil)
        #expect(GraphQLValue.enumeration("RED").stringValue == "RED")
        #expect(GraphQLValue(nil as String?).isNull)
        #expect(GraphQLValue(["a"]) == ["a"])
    }

    @Test(
        "is shown in messages as Python shows it",
        arguments: [
            (.null, "None"),
            (true, "True"),
            ("x", "'x'"),
            ("it's", "\"it's\""),
            ("it's \"q\"\n", #"'it\'s "q"\n'"#),
            (["a": ["b": ["c": 1]]], "{'a': {'b': {...}}}"),
            (.list((0..<12).map(GraphQLValue.int)), "[0, 1, 2, 3, 4, ..., 8, 9, 10, 11]"),
        ] as [(GraphQLValue, String)]
    )
    func inspected(value: GraphQLValue, expected: String) {
        #expect(value.inspected == expected)
    }
}
