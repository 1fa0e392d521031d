import Core
import TestSupport
import Testing

@Suite("Recorded answers", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct RecordedAnswerTests {
    private static let areas = [
        "auth", "errors", "session", "execute", "files", "stream", "query", "lives", "access", "events", "misc",
        "lists", "accounts", "mutations",
    ]

    @Test("of the official manager are ours, but for the deviations that are listed with their reasons")
    func replay() async throws {
        let deviations = try GoldenDeviation.all()
        var unused = deviations
        let options = ["--port", "0", "--example-keypairs", "--sign-up", "--agent-slots", "cpu=8,mem=8g"]
        try await TestStack.with(options: options) { stack in
            let port = try #require(stack.port)
            for area in Self.areas {
                var replay = GoldenReplay(port: port)
                try await replay.run(try GoldenStep.all(of: area))
                #expect(replay.count > 10, "\(area)")
                for difference in replay.differences {
                    unused.removeAll { $0.covers(difference) }
                    if !deviations.contains(where: { $0.covers(difference) }) { Issue.record("\(difference)") }
                }
            }
        }
        for deviation in unused where !deviation.dependsOnMachine { Issue.record("no longer true: \(deviation)") }
    }

    @Test("differ from ours for reasons that the documentation names")
    func documented() throws {
        let page = try FileText.read(Fixtures.path("../../docs/api.md"))
        for deviation in try GoldenDeviation.all() {
            #expect(page.contains(deviation.reason), "\(deviation)")
        }
    }
}
