import Core
import Foundation
import TestSupport
import Testing

@Suite("What a run writes into its output directory", .enabled(if: TestMachine.canMakeContainers, "no containers here"))
struct OutputFileTests {
    private static let writes = """
        mkdir -p ~/.output/sub && printf new > ~/.output/sub/'a b.txt' && ln -s /etc/passwd ~/.output/link
        printf first > ~/.output/first.txt; exit 3
        """

    @Test("is fetched before a session ends with the run, and nothing else about the run changes")
    func saved() async throws {
        let directory = FileManager.default.temporaryDirectory.path + "/bai-output-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: directory) }
        try await TestStack.with { stack in
            let run = try await stack.run(
                "run", "--no-input", "--save-to", directory, "-c", Self.writes + "; echo out", "bash")
            #expect(run.output == "" && run.status == 3, "\(run)")
            #expect(run.error.contains("backend.ai: sub/a b.txt, 3 bytes, saved as \(directory)/sub/a b.txt"))
            #expect(try String(contentsOfFile: directory + "/sub/a b.txt", encoding: .utf8) == "new")
            #expect(try String(contentsOfFile: directory + "/first.txt", encoding: .utf8) == "first")
            #expect(!FileManager.default.fileExists(atPath: directory + "/link"))
            #expect(await stack.empties())

            let nowhere = try await stack.run("run", "--save-to", "/proc/nowhere", "-c", "echo ran", "bash")
            #expect(nowhere.status == 4 && nowhere.output == "", "\(nowhere)")
            let untold = try await stack.run("run", "--no-input", "-c", Self.writes, "bash")
            #expect(untold.error.contains("in ~/.output: first.txt, sub/a b.txt; `--save-to DIRECTORY` fetches it"))
        }
    }

    @Test(
        "is offered by addresses that anybody may open and nobody can make up, of the run that wrote it alone",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "no python3"))
    func addresses() async throws {
        try await TestStack.with { stack in
            let run = try await stack.run(
                "run", "-t", "work", "--keep", "--no-input", "--output", "json", "-c", Self.writes, "bash")
            let files = try JSONValue(parsing: run.outputBytes)["files"]?.items ?? []
            #expect(files.map { $0["name"]?.text } == ["first.txt", "sub/a b.txt"])
            let url = try #require(files.last?["url"]?.text)
            #expect(try await Self.fetch(url) == "200 new")
            #expect(try await Self.fetch(url + "0").hasPrefix("401"))
            #expect(try await Self.fetch(url.replacing("a%20b", with: "b")).hasPrefix("401"))
            #expect(try await Self.fetch(url.replacing("sub%2Fa%20b.txt", with: "..%2F.bashrc")).hasPrefix("401"))

            let next = try await stack.run(
                "run", "-t", "work", "--no-input", "--output", "json", "-c",
                "printf second > ~/.output/second.txt", "bash")
            let second = try JSONValue(parsing: next.outputBytes)["files"]?.items ?? []
            #expect(second.map { $0["name"]?.text } == ["second.txt"])
            let none = try await stack.run("run", "-t", "work", "--no-input", "--output", "json", "-c", ":", "bash")
            #expect(try JSONValue(parsing: none.outputBytes)["files"] == nil)
        }
    }

    /// Status and body of a plain GET.
    private static func fetch(_ url: String) async throws -> String {
        let code = """
            import sys, urllib.request, urllib.error
            try:
                answer = urllib.request.urlopen(sys.argv[1])
            except urllib.error.HTTPError as error:
                answer = error
            print(answer.status, answer.read().decode(), end="")
            """
        return try await Command("/usr/bin/python3", ["-c", code, url], environment: ["PATH": "/usr/bin:/bin"]).run()
            .output
    }
}
