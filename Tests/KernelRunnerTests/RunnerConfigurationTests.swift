import Testing

@testable import KernelRunner

@Suite("Runner configuration")
struct RunnerConfigurationTests {
    @Test("reads the command line of a container")
    func container() throws {
        let arguments = [
            "--listen", "3", "--runtime", "python", "--runtime-path", "/usr/bin/python3", "--user", "1000", "--group",
            "100", "--bootstrap", "/home/config/bootstrap.sh",
        ]
        let configuration = try RunnerConfiguration(arguments: arguments)
        #expect(configuration.listener == 3)
        #expect(configuration.language == .python(path: "/usr/bin/python3"))
        #expect(configuration.identity == RunnerConfiguration.Identity(user: 1000, group: 100))
        #expect(configuration.directory == "/home/work")
        #expect(configuration.bootstrap == BootstrapScript(path: "/home/config/bootstrap.sh"))
        #expect(!configuration.acceptsAnyPeer)
    }

    @Test("drops to user 1000 unless told to keep the runner's own rights")
    func identity() throws {
        let standard = try RunnerConfiguration(arguments: ["--listen", "3"])
        let kept = try RunnerConfiguration(arguments: ["--listen", "3", "--keep-identity"])

        #expect(standard.identity == RunnerConfiguration.Identity(user: 1000, group: 1000))
        #expect(kept.identity == nil)
    }

    @Test(
        "refuses what it can't follow",
        arguments: [
            [], ["--listen", "1"], ["--listen", "x"], ["--listen"], ["--listen", "3", "--bogus"],
            ["--listen", "3", "--user", "0"], ["--listen", "3", "--runtime", "cobol"],
            ["--listen", "3", "--runtime-path", "python3"], ["--listen", "3", "--user", "root"],
        ])
    func refusals(arguments: [String]) {
        #expect(throws: RunnerConfiguration.UsageError.self) { try RunnerConfiguration(arguments: arguments) }
    }
}
