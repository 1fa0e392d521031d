import Core
import Testing

@Suite("Bootstrap scripts", .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
struct BootstrapTests {
    @Test("run once, before the first code and without its streams, and are not run again for a new interpreter")
    func once() throws {
        let runner = try RunnerProcess(bootstrap: "echo prepared; echo mark >> mark; exec 3>&1; sleep 0.2; wc -c")
        let first = try runner.run("print(open('mark').read() + open('bootstrap.log').read(), end='')")
        #expect(first.text == "mark\nprepared\n0\n" && first.errorText == "")
        _ = try runner.run("import os; os._exit(3)")
        #expect(try runner.run("print(open('mark').read(), end='')").text == "mark\n")
    }

    @Test("that fail are told of to the first run, which goes on")
    func failure() throws {
        let runner = try RunnerProcess(bootstrap: "echo no; exit 7")
        let first = try runner.run("print(open('bootstrap.log').read(), end='')")
        let notice = "backend.ai: the bootstrap script ended with 7; what it printed is in bootstrap.log\n"
        #expect(first.text == "no\n" && first.errorText == notice)
        #expect(first.result == RunResult(exitCode: 0, reason: .completed))
        #expect(try runner.run("1").errorText == "")
    }
}
