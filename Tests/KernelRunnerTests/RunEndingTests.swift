import Core
import Testing

@testable import KernelRunner

@Suite("Run ending")
struct RunEndingTests {
    @Test("an exit is completed, a signal is 128 and its number, and lost state is said")
    func causes() {
        let exit = RunEnding(end: .exited(3), hadState: true).result
        #expect(exit.exitCode == 3 && exit.reason == .completed && exit.stateLost)
        #expect(RunEnding(end: .exited(3)).result == RunResult(exitCode: 3, reason: .completed))
        let signal = RunEnding(end: .signalled(11)).result
        #expect(signal.exitCode == 139 && signal.reason == .signalled && !signal.stateLost)
        #expect(signal.notice == "the interpreter was ended by signal 11")
    }

    @Test("SIGINT counts as the user's interrupt only if there was one")
    func interrupts() {
        #expect(RunEnding(end: .signalled(2), wasInterrupted: true).result.reason == .interrupted)
        #expect(RunEnding(end: .signalled(2)).result.reason == .signalled)
        let killed = RunEnding(end: .signalled(9), intervention: .interrupt).result
        #expect(killed.exitCode == 130 && killed.reason == .interrupted && killed.stateLost)
    }

    @Test("an interpreter that never served ends the run with 127, whatever its own code")
    func neverReady() {
        let result = RunEnding(end: .exited(0), wasReady: false).result
        #expect(result.exitCode == 127 && result.notice != nil)
    }

    @Test("the next run is told of an end between runs if there was state to lose")
    func betweenRuns() {
        #expect(RunEnding(end: .exited(5), hadState: true).noticeForNextRun?.contains("exit code 5") == true)
        #expect(RunEnding(end: .exited(5)).noticeForNextRun == nil)
    }
}
