import Core
import Glibc
import Synchronization
import Testing

@testable import Agent

@Suite("HostImages")
struct HostImagesTests {
    @Test(
        "the version is the first two numbers of what a program prints",
        arguments: [
            ("Python 3.11.2\n", "3.11"), ("R version 4.2.2 Patched (2022-11-10 r83330)", "4.2"),
            ("openjdk version \"17.0.15\" 2025-04-15", "17.0"), ("v18.19.0", "18.19"), ("lua 5.4.4  Copyright", "5.4"),
            ("Python 3.13rc1+", "3.13"), ("go version go1.19.8 linux/amd64", "1.19"), ("8.6.13\n", "8.6"),
            ("gcc (Debian 12.2.0-14+deb12u1) 12.2.0\nCopyright", "12.2"), ("ruby 3.1.2p20 (2022-04-12)", "3.1"),
            ("\nThis is perl 5, version 36, subversion 0 (v5.36.0) built for x86_64", "5.36"),
            ("GNU bash, version 5.2.15(1)-release (x86_64-pc-linux-gnu)", "5.2"),
            ("The Glorious Glasgow Haskell Compilation System, version 9.0.2", "9.0"),
        ])
    func version(output: String, version: String) {
        #expect(HostLanguage.version(in: output) == version)
    }

    @Test("what prints no version has none", arguments: ["", "command not found", "3", "x.y"])
    func noVersion(output: String) {
        #expect(HostLanguage.version(in: output) == nil)
    }

    @Test("the distribution is named as the original's labels do")
    func distribution() {
        #expect(HostImages.distribution(osRelease: "NAME=\"Debian\"\nID=debian\nVERSION_ID=\"12\"\n") == "debian12")
        #expect(HostImages.distribution(osRelease: "ID=arch") == "arch")
        #expect(HostImages.distribution(osRelease: "") == "linux")
    }

    @Test("an executable is asked once; later its answer is known until the file changes")
    func discovery() async throws {
        let asked = Mutex(0)
        let images = HostImages(
            languages: HostLanguage.all.filter { ["python", "bash"].contains($0.name) },
            architecture: "x86_64", distribution: "debian12",
            probe: { (script) async throws(ContainerError) -> String in
                asked.withLock { $0 += 1 }
                let isFirst = script.contains("bin/python3 -I -S --version")
                return isFirst ? "Python 3.11.2\n\u{1E}no such program\n\u{1E}" : "no such program\n\u{1E}"
            })
        var versions = HostVersions()
        let found = try await images.discover(&versions)
        #expect(found.count == 1)
        var again = versions
        #expect(try await images.discover(&again) == found)
        #expect(asked.withLock { $0 } == 2)
        let image = try #require(found.first)
        #expect(image.name == "local/python:3.11")
        #expect(image.labels["ai.backend.kernelspec"] == "1")
        #expect(image.labels["ai.backend.base-distro"] == "debian12")
        #expect(image.labels["ai.backend.runtime-path"] == "/usr/bin/python3")
    }

    @Test("all questions are asked at once, and the answers come in the order of the questions")
    func questions() {
        let script = HostImages.questions(["one --version", "two -v"], in: "/tmp/x")
        #expect(script.split(separator: "\n").filter { $0.hasSuffix("&") }.count == 2)
        #expect(HostImages.answers(in: "one 1.2\n\u{1E}two 3.4\n\u{1E}") == ["one 1.2\n", "two 3.4\n", ""])
    }

    @Test("a link that leads out of the sandbox's files is no executable")
    func executable() throws {
        let directory = try TemporaryDirectory()
        try directory.write("#!/bin/sh\n", to: "usr/bin/tool")
        try directory.write("#!/bin/sh\n", to: "home/shim")
        chmod("\(directory.path)/usr/bin/tool", 0o755)
        chmod("\(directory.path)/home/shim", 0o755)
        #expect(symlink("tool", "\(directory.path)/usr/bin/alias") == 0)
        #expect(symlink("../../home/shim", "\(directory.path)/usr/bin/outside") == 0)
        func find(_ name: String) -> HostExecutable? {
            HostExecutable(path: "\(directory.path)/usr/bin/\(name)", root: "\(directory.path)/usr/")
        }
        #expect(find("tool") != nil)
        #expect(find("alias")?.fingerprint == find("tool")?.fingerprint)
        #expect(find("outside") == nil)
        #expect(find("missing") == nil)
        chmod("\(directory.path)/usr/bin/tool", 0o750)
        #expect(find("tool") == nil)
    }

    @Test("versions are kept in a file, and a broken file is as good as none")
    func versions() throws {
        let directory = try TemporaryDirectory()
        let executable = try #require(HostExecutable(path: "/usr/bin/env"))
        var versions = HostVersions()
        versions[executable] = "9.1"
        try versions.save("\(directory.path)/v")
        #expect(HostVersions.load("\(directory.path)/v")[executable] == "9.1")
        try directory.write("{", to: "v")
        #expect(HostVersions.load("\(directory.path)/v") == HostVersions())
    }
}
