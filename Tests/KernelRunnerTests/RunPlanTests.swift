import Core
import Testing

@testable import KernelRunner

@Suite("Run plan")
struct RunPlanTests {
    private let perl = Language.perl(path: "/usr/bin/perl")
    private let c = Language.c(path: "/usr/bin/gcc")

    @Test("short code is an argument of the language's own command, so that it runs as it would there")
    func argument() {
        #expect(
            RunPlan.query(perl, code: "print 1", in: "/tmp/run")
                == RunPlan(steps: [.init(command: ["/usr/bin/perl", "-e", "print 1"])]))
    }

    @Test("code that is too long for an argument comes in a file, which is removed afterwards")
    func file() throws {
        let plan = try #require(RunPlan.query(.php(path: "/usr/bin/php"), code: nil, in: "/tmp/run"))
        #expect(plan.steps.count == 2)
        #expect(plan.steps[0].readsCode)
        #expect(plan.steps[0].command?.suffix(2) == ["main.php", "<?php "])
        #expect(plan.steps[1].command == ["/usr/bin/php", "/tmp/run/main.php"])
        #expect(plan.cleanup == ["/bin/rm", "-rf", "/tmp/run"])
    }

    @Test("a program that cannot be built is not run, and the compiler's exit code is the run's")
    func source() throws {
        let plan = try #require(RunPlan.query(c, code: "int main", in: "/tmp/run"))
        #expect(plan.steps.map(\.failure) == [.ending, .ending, .passedOver])
        #expect(plan.steps[1].command?.first == "/usr/bin/gcc")
        #expect(plan.steps[1].directory == "/tmp/run")
        #expect(plan.steps[2].command == ["/tmp/run/main"])
        // The user's programs start where they always do.
        #expect(plan.steps[2].directory == nil)
    }

    @Test("an image for services runs no code")
    func none() {
        #expect(RunPlan.query(.app, code: "x", in: "/tmp/run") == nil)
    }

    @Test("commands that are not given and those that are empty are skipped; `*` is the language's own")
    func batch() {
        let plan = RunPlan.batch(c, BatchCommands(clean: "", build: "*", exec: "./main 1"))
        #expect(plan.steps.map(\.part) == [.clean, .build, .exec])
        #expect(plan.steps[0].command == nil)
        #expect(plan.steps[1].command?[2].contains("make; else") == true)
        #expect(plan.steps[1].failure == .endingWith(127))
        #expect(plan.steps[2].command?[2].hasSuffix("; ./main 1") == true)
        #expect(RunPlan.batch(perl, BatchCommands(clean: "*")).steps.map(\.command) == [nil, nil, nil])
    }

    @Test("a program is not begun when the run was interrupted before its turn came")
    func interruptedBetween() throws {
        let plan = RunPlan.batch(perl, BatchCommands(build: "make", exec: "./main"))
        let sequence = ProgramSequence(plan, code: try CodeFile(), input: nil)
        var started = 0
        func begin(_ wasInterrupted: Bool) -> ProgramSequence.Outcome? {
            sequence.begin(wasInterrupted: wasInterrupted) { (_, _) throws(SystemCallError) in
                started += 1
                return 12345
            }
        }
        #expect(begin(false) == .step(.clean, exitCode: 0))
        #expect(begin(false) == nil)
        #expect(sequence.ended(.exited(0), wasInterrupted: false) == .step(.build, exitCode: 0))
        #expect(begin(true) == .end(RunResult(exitCode: 130, reason: .interrupted)))
        #expect(started == 1)
    }

    @Test("every language is known by the name of its image")
    func names() {
        let names = [
            "python", "nodejs", "c", "cpp", "rust", "golang", "java", "r", "ruby", "perl", "php", "lua", "tcl", "bash",
            "scheme", "octave", "haskell", "julia", "git", "app",
        ]
        for name in names { #expect(Language.named(name, path: "/usr/bin/x")?.name == name) }
        #expect(Language.named("cobol", path: "/usr/bin/x") == nil)
    }
}
