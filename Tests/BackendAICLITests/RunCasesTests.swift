import Core
import Testing

@testable import BackendAICLI

@Suite("Cases of a run")
struct RunCasesTests {
    @Test(
        "a range names a variable and its values: listed, counted like Python's range, or evenly spaced",
        arguments: [
            ("N=case:a,b", ["a", "b"]), ("N=case:", [""]), ("_n1=range:3", ["0", "1", "2"]),
            ("N=range:1,10,4", ["1", "5", "9"]), ("N=range:3,0,-2", ["3", "1"]),
            ("N=linspace:0,1,3", ["0", "0.5", "1"]), ("N=linspace:2,5,1", ["2"]),
        ])
    func range(text: String, values: [String]) {
        #expect(CaseRange(parsing: text)?.values == values)
    }

    @Test(
        "what is no range is refused, and so is one without values or with too many",
        arguments: [
            "", "N", "N=", "N=a,b", "=case:a", "1N=case:a", "N-M=case:a", "N=range:", "N=range:a", "N=range:1,2,0",
            "N=range:5,1", "N=range:1,2,3,4", "N=range:1001", "N=linspace:0,1", "N=linspace:0,1,0",
            "N=linspace:0,inf,2", "N=linspace:0,1,1001", "N=set:1",
        ])
    func noRange(text: String) {
        #expect(CaseRange(parsing: text) == nil)
    }

    @Test("every combination is a case, in order; what makes no difference makes no case")
    func combinations() throws {
        let ranges = RunRanges(
            environment: [
                try #require(CaseRange(parsing: "N=range:2")), try #require(CaseRange(parsing: "M=case:x,y")),
            ],
            exec: [try #require(CaseRange(parsing: "N=case:p,q"))])
        let cases = ranges.cases(["A=$N${M}"], BatchCommands(exec: "run $N"))
        #expect(
            cases.map(\.environment) == ["A=0x", "A=0x", "A=0y", "A=0y", "A=1x", "A=1x", "A=1y", "A=1y"].map { [$0] })
        #expect(cases.compactMap(\.exec).prefix(2).map(\.self) == ["run p", "run q"])
        #expect(cases.first?.build == nil)
        #expect(ranges.cases([], nil).count == 1)
    }

    @Test(
        "names in texts are replaced, with braces or without; others stay, since a shell may know them",
        arguments: [
            ("$N.$NX.${N}X", "1.$NX.1X"), ("$$N $", "$N $"), ("${N $HOME ${M}", "${N $HOME ${M}"), ("plain", "plain"),
        ])
    func texts(text: String, filled: String) {
        #expect(CaseText.fill(text, ["N": "1"]) == filled)
        #expect(CaseText.fill(text, [:]) == text)
    }
}
