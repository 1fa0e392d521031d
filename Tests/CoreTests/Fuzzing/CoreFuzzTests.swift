import TestSupport
import Testing

@Suite("What reads from outside, in Core")
struct CoreFuzzTests {
    static let targets: [FuzzTarget] = [
        .authorization, .date, .queryTime, .json, .filter, .order, .image, .quantity, .size, .csvTrace, .swfTrace,
    ]

    @Test("ends quickly, reads what it prints, and breaks on nothing, whatever it is given", arguments: targets)
    func random(target: FuzzTarget) async throws {
        let report = try await FuzzRun(target).run()

        // Else the inputs are too mild or too hard to try anything.
        #expect(!report.isPoor, "\(report)")
        if FuzzRun.isSoak { print("\(target): \(report)") }
    }

    @Test("does not break again on what it once broke on", arguments: targets)
    func kept(target: FuzzTarget) throws {
        for input in FuzzJournal.kept(target.name) {
            #expect(throws: Never.self, "\(input)") { try FuzzRun.checked(input.bytes, target) }
        }
    }
}
