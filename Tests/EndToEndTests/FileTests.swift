import Foundation
import TestSupport
import Testing

@Suite("Files", .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
struct FileTests {
    /// A directory of this machine, removed afterwards.
    private func withDirectory<Result>(_ body: (String) async throws -> Result) async throws -> Result {
        let path = FileManager.default.temporaryDirectory.path + "/bai-files-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        return try await body(path)
    }

    private func write(_ text: String, _ path: String) throws {
        let parent = (path as NSString).deletingLastPathComponent
        try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    }

    @Test(
        "a file is uploaded and run, and what it finds is what is here",
        .enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/python3"), "no python3"))
    func run() async throws {
        try await withDirectory { directory in
            try write("import data.words as w, sys\nprint(w.TEXT, sys.argv)\nsys.exit(4)\n", directory + "/main.py")
            try write("TEXT = 'é'\n", directory + "/data/words.py")
            try await TestStack.with { stack in
                let run = try await stack.run("run", "--no-input", "--basedir", directory, "python", "main.py", "data")
                #expect(run.output == "é ['main.py']\n", "\(run)")
                #expect(run.status == 4)
                let single = try await stack.run("run", "--no-input", "bash", try script("echo $0", directory))
                #expect(single.output == "only.sh\n")
            }
        }
    }

    private func script(_ text: String, _ directory: String) throws -> String {
        try write(text, directory + "/only.sh")
        return directory + "/only.sh"
    }

    @Test("files and directories go in, are listed, and come out as they were")
    func roundTrip() async throws {
        try await withDirectory { directory in
            let big = String(repeating: "0123456789abcde\n", count: 300_000)
            try write(big, directory + "/in/big.txt")
            try write("x", directory + "/in/sub/a b.txt")
            try await TestStack.with { stack in
                _ = try await stack.run("run", "-t", "work", "--keep", "--no-input", "-c", ":", "bash")
                let up = try await stack.run("session", "upload", "work", "in", "--basedir", directory)
                #expect(up.status == 0, "\(up)")
                let sum = try await stack.run(
                    "run", "-q", "-t", "work", "--no-input", "-c", "cat in/big.txt in/sub/*", "bash")
                #expect(sum.output == big + "x")
                let list = try await stack.run("session", "ls", "work", "in", "--output", "json")
                #expect(list.output.contains("\"filename\": \"big.txt\""))
                let down = try await stack.run("session", "download", "work", "in", "--dest", directory + "/out")
                #expect(down.status == 0, "\(down)")
                #expect(try String(contentsOfFile: directory + "/out/in/big.txt", encoding: .utf8) == big)
                #expect(try String(contentsOfFile: directory + "/out/in/sub/a b.txt", encoding: .utf8) == "x")
            }
        }
    }

    @Test("what is not there, or not below the base directory, is told, and nothing runs")
    func refused() async throws {
        try await withDirectory { directory in
            try write("echo x", directory + "/a/main.sh")
            try write("echo x", directory + "/b.sh")
            try await TestStack.with { stack in
                let missing = try await stack.run("run", "--no-input", "bash", directory + "/nope.sh")
                #expect(missing.status == 4)
                #expect(missing.error.contains("cannot open `\(directory)/nope.sh`"))
                let outside = try await stack.run("run", "--no-input", "--basedir", directory + "/a", "bash", "../b.sh")
                #expect(outside.status == 4)
                #expect(outside.error.contains("hint: name the directory where the paths begin: `--basedir`"))
                _ = try await stack.run("run", "-t", "work", "--keep", "--no-input", "-c", ":", "bash")
                let gone = try await stack.run("session", "download", "work", "../../etc/passwd", "--dest", directory)
                #expect(gone.status == 1)
                #expect(gone.error.contains("has `..` as a component"))
            }
        }
    }
}
