import Testing

@testable import Core

@Suite("Nearest name")
struct NearestNameTests {
    @Test(
        "is the candidate with the fewest edits, unless that takes more than a third of the letters",
        arguments: [
            ("pyhton", "python"), ("PYTHON", "python"), ("pythn", "python"), ("r-bsae", "r-base"), ("x", nil),
            ("tensorflow", nil), ("", nil), ("ryby", "ruby"),
        ] as [(String, String?)]
    )
    func suggestion(name: String, expected: String?) {
        #expect(NearestName.suggestion(for: name, among: ["python", "ruby", "r-base"]) == expected)
    }

    @Test("goes to the first of two equally near ones, and is nothing without candidates")
    func ties() {
        #expect(NearestName.suggestion(for: "bat", among: ["cat", "rat"]) == "cat")
        #expect(NearestName.suggestion(for: "bat", among: [String]()) == nil)
    }

    @Test(
        "counts insertions, deletions, substitutions and neighbours that have changed places",
        arguments: [
            ("", "", 0), ("", "abc", 3), ("abc", "", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("가나", "가다", 1),
        ]
    )
    func distance(left: String, right: String, expected: Int) {
        #expect(NearestName.editDistance(Array(left), Array(right)) == expected)
        #expect(NearestName.editDistance(Array(right), Array(left)) == expected)
    }
}
