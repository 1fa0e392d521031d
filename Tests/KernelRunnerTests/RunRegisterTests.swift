import Core
import Testing

@testable import KernelRunner

@Suite("Run register")
struct RunRegisterTests {
    private func run(_ id: String) throws -> Run {
        Run(RunStart(run: id, mode: .query, codeLength: 1, streamsInput: false), code: try CodeFile())
    }

    @Test("begins runs in the order they came, one at a time")
    func order() throws {
        var register = RunRegister()
        for id in ["a", "b"] { register.enqueue(try run(id)) }
        register.begin(number: 1)
        register.begin(number: 2)
        #expect(register.current?.id == "a")
        #expect(register.queued.map(\.id) == ["b"])
    }

    @Test("keeps eight ended runs until their output has arrived")
    func finished() throws {
        var register = RunRegister()
        for number in 0..<9 {
            let run = try run("\(number)")
            register.enqueue(run)
            register.finish(run, RunResult(exitCode: 0, reason: .completed))
        }
        #expect(register.run("0") == nil)
        let kept = try #require(register.run("8"))
        let isForgottenEarly = register.forget(kept)
        kept.output.acknowledge(through: 1)
        let isForgotten = register.forget(kept)
        #expect(!isForgottenEarly && isForgotten)
        #expect(register.run("8") == nil)
    }

    @Test("gives the room of ended runs that nobody attends to the run in progress")
    func room() throws {
        var register = RunRegister()
        let old = try run("old")
        register.enqueue(old)
        for _ in 0..<15 { old.output.append(.standardOutput, [UInt8](repeating: 0, count: Frame.maximumPayload)) }
        register.finish(old, RunResult(exitCode: 0, reason: .completed))
        #expect(register.makeRoom() == RunRegister.maximumOutput)
        #expect(register.run("old") == nil)
    }

    @Test("is full with 64 runs, or with 64 MiB of code")
    func full() throws {
        var register = RunRegister()
        for number in 0..<64 { register.enqueue(try run("\(number)")) }
        #expect(register.isFull(for: 0))
        #expect(RunRegister().isFull(for: RunRegister.maximumCode + 1))
        #expect(!RunRegister().isFull(for: RunRegister.maximumCode))
    }
}
