import ArgumentParser
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("RunLine")
struct RunLineTests {
    private static func words(_ line: String) -> [String] {
        line.split(separator: " ").map { $0 == "''" ? "" : String($0) }
    }

    /// What ArgumentParser makes of it; nil when it refuses.
    private static func parsed(_ line: String) -> RunOrder? {
        (try? BackendAI.parseAsRoot(["run"] + words(line)) as? RunCommand)?.order
    }

    @Test(
        "what is read is what ArgumentParser reads",
        arguments: [
            "-c print(1) python", "python -c print(1)", "--code x python", "python:3.11 main.py", "-c x -q python",
            "-c x --quiet --rm python", "--keep -t name -c x python", "--name name -c x python",
            "--no-input --no-reuse -c x python",
            "-e A=1 --env B=x=y -r cpu=2 --resources mem=1g --resource-opts shmem=64m -c x python", "-c '' python",
            "python a b c", "-c x ''", "-e A=1 -e A=2 -c x python",
        ]
    )
    func same(line: String) throws {
        let order = try #require(RunLine.order(Self.words(line)))

        #expect(order == Self.parsed(line))
    }

    @Test(
        "anything unusual is left to ArgumentParser",
        arguments: [
            "", "-c x", "-c", "-c -x python", "-cx python", "--code=x python", "-qc x python", "python -", "-- python",
            "--help", "-h", "--version", "-c x -c y python", "-t name --name other -c x python", "--nosuch python",
            "--rm --keep -c x python", "-e A -c x python", "-r =1 -c x python", "--max-wait 1 -c x python",
            "--output json -c x python", "--client-token name -c x python", "--tag a -c x python",
            "--experimental-dump-help", "--generate-completion-script bash",
        ]
    )
    func left(line: String) {
        #expect(RunLine.order(Self.words(line)) == nil)
    }

    @Test("words in any order are read as by ArgumentParser, or left to it")
    func anyOrder() {
        let pieces = [
            "-c x", "-t name", "-e A=1", "-q", "--rm", "--keep", "python", "file", "-", "--", "-c", "--no-input",
        ]
        var generator = SeededGenerator(seed: 1)
        var read = 0
        for _ in 0..<1000 {
            let count = Int.random(in: 1...6, using: &generator)
            let line = pieces.shuffled(using: &generator).prefix(count).joined(separator: " ")
            guard let order = RunLine.order(Self.words(line)) else { continue }
            read += 1
            #expect(order == Self.parsed(line), "\(line)")
        }
        #expect(read > 50)
    }
}
