import Core
import Testing

@Suite("Dotfiles of a session", .enabled(if: RunnerProcess.hasPython, "/usr/bin/python3 is not there"))
struct DotfilesTests {
    @Test("are there before the bootstrap script and any code, with their permissions and directories")
    func order() throws {
        let runner = try RunnerProcess(
            bootstrap: "cat .rc; rm .rc",
            dotfiles: [
                Dotfile(path: ".rc", mode: 0o640, data: "hello\n"), Dotfile(path: ".ssh/key", mode: 0o600, data: "k"),
                Dotfile(path: "a/b/c", mode: 0o755, data: "deep"),
            ])
        let code = """
            import os, shutil
            print(open('bootstrap.log').read() + open('a/b/c').read())
            for path in ['.ssh', '.ssh/key', 'a/b', 'a/b/c']: print(oct(os.stat(path).st_mode & 0o777))
            shutil.rmtree('a'); shutil.rmtree('.ssh')
            """
        #expect(try runner.run(code).text == "hello\ndeep\n0o700\n0o600\n0o755\n0o755\n")
    }

    @Test("that would leave the home, or cannot be written, are left out, and the others are written")
    func hostile() throws {
        let outside = "/tmp/dotfile-\(uniqueName())"
        let runner = try RunnerProcess(dotfiles: [
            Dotfile(path: outside, mode: 0o644, data: "x"), Dotfile(path: "../..\(outside)", mode: 0o644, data: "x"),
            Dotfile(path: "mark", mode: 0o644, data: "written"), Dotfile(path: "mark/below", mode: 0o644, data: "x"),
        ])
        let code = "import os; print(open('mark').read(), os.path.exists('\(outside)'))"
        #expect(try runner.run(code).text == "written False\n")
    }
}
