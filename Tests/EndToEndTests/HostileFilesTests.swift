import Core
import Glibc
import TestSupport
import Testing

@Suite("Files of user code", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct HostileFilesTests {
    @Test("lead nobody out of the session, whatever they are and however many, and are gone with it")
    func litter() async throws {
        try await TestStack.with { stack in
            // A file of the host that links from inside point to: it must neither be read nor removed.
            let canary = stack.state + "/canary"
            try PrivateFile.write("secret of the host\n", to: canary)
            let code = """
                import os, errno
                os.symlink('\(canary)', 'link'); os.symlink('/', 'root'); os.symlink('..', 'up'); os.symlink('link', 'stdout')
                os.mkfifo('fifo'); os.mkfifo('logs'); os.makedirs('a/' * 150)
                try: os.mknod('device', 0o20666, os.makedev(1, 3))
                except OSError as error: print(errno.errorcode[error.errno])
                for name in ('/home', '/home/work/..', '/home/config/../..'):
                    try: open(name + '/escaped', 'w'); print('escaped to', name)
                    except OSError as error: pass
                os.mkdir('many'); open('many/file', 'w').close()
                n = 0
                try:
                    while n < 1000000:
                        directory = f'many/{n // 20000}'
                        if n % 20000 == 0: os.mkdir(directory); open(directory + '/file', 'w').close()
                        os.link(directory + '/file', f'{directory}/{n}'); n += 1
                except OSError as error: print(error)
                print(n)
                """
            // One for `rm`, one for `local delete`; a million links take 15 seconds.
            let runs = try ["lab-one", "lab-two"].map { name in
                try stack.command(["run", "--no-input", "-q", "-t", name, "-c", code, "python"]).start()
            }
            for run in runs {
                let result = await run.finish(within: 300)
                #expect(result.output == "EPERM\n1000000\n" && result.status == 0, "\(result)")
            }
            let logs = try await stack.run("logs", "lab-one")
            #expect(logs.output == "EPERM\n1000000\n" && logs.status == 0)
            #expect(try await stack.run("rm", "lab-one").status == 0)
            #expect(await stack.empties(of: ["TERMINATING"]))
            let next = try await stack.run("run", "--no-input", "-t", "lab-two", "-c", "print('on')", "python")
            #expect(next.output == "on\n")
            #expect(try PrivateFile.read(canary) == "secret of the host\n")
            // `lab-two` lives still: it is deleted with the stack, and leaks are looked for.
        }
    }
}
