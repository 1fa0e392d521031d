import Core
import FoundationEssentials
import Glibc
import Testing

@testable import Agent

@Suite("Output log")
struct OutputLogTests {
    private let place: TemporaryDirectory
    private let log: OutputLog
    private let kernel = KernelID.random()
    private let directory: KernelDirectory

    init() throws {
        place = try TemporaryDirectory()
        log = try OutputLog(archive: place.path + "/logs")
        directory = KernelDirectory(kernel: kernel, state: place.path)
        try Directory.create(directory.path)
    }

    @Test("gives what programs have written, in order, while the kernel lives and after it has ended")
    func living() async throws {
        log.append([1, 2], to: directory)
        log.append([3], to: directory)
        #expect(await log.read(kernel, directory) == [1, 2, 3])

        await log.archive(kernel, directory)
        try SafeRemoval.remove(directory.path)
        #expect(await log.read(kernel, directory) == [1, 2, 3])
    }

    @Test("is nothing for a kernel that wrote nothing, or that nobody knows")
    func empty() async {
        #expect(await log.read(kernel, directory).isEmpty)
        await log.archive(kernel, directory)
        #expect(await log.read(.random(), directory).isEmpty)
    }

    @Test("keeps the last mebibyte or two of a program that writes for ever")
    func rotation() async throws {
        let piece = 64 << 10
        for index in 0..<100 { log.append([UInt8](repeating: UInt8(index), count: piece), to: directory) }
        let kept = await log.read(kernel, directory)

        #expect(((1 << 20)...(2 << 20) + piece).contains(kept.count))
        #expect(kept.last == 99)
        // What is left is whole and in order: each byte is as great as the one before, or greater.
        #expect(zip(kept, kept.dropFirst()).allSatisfy { $0 <= $1 })
        await log.archive(kernel, directory)
        #expect(await log.read(kernel, directory) == kept)
    }

    @Test("does not write through a symbolic link, and a log that cannot be written harms nobody")
    func link() async throws {
        try place.write("precious", to: "target")
        symlink(place.path + "/target", directory.log)
        log.append([1], to: directory)
        log.append([1], to: KernelDirectory(kernel: .random(), state: "/nowhere"))
        // What waits is written before anything is read.
        _ = await log.read(kernel, directory)

        #expect(try FileText.read(place.path + "/target") == "precious")
    }

    @Test(
        "keeps the logs of the 256 kernels that ended last, whichever files they had",
        arguments: [[""], ["", ".old"], [".old"]])
    func pruning(suffixes: [String]) async throws {
        let first = KernelID.random()
        for index in 0..<260 {
            let kernel = index == 0 ? first : KernelID.random()
            let directory = KernelDirectory(kernel: kernel, state: place.path)
            for suffix in suffixes {
                try place.write("\(index)", to: "kernels/\(kernel)/output.log\(suffix)")
                // A second apart, since that is what is compared.
                var times = [
                    timeval(tv_sec: 1_000_000 + index, tv_usec: 0), timeval(tv_sec: 1_000_000 + index, tv_usec: 0),
                ]
                utimes(directory.log + suffix, &times)
            }
            await log.archive(kernel, directory)
        }

        #expect(Directory.entries(place.path + "/logs").count == 256 * suffixes.count)
        #expect(await log.read(first, KernelDirectory(kernel: first, state: place.path)).isEmpty)
    }
}
