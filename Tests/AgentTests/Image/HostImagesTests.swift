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
            ("Python 3.13rc1+", "3.13"),
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
            languages: HostLanguage.all, architecture: "x86_64", distribution: "debian12",
            probe: { (executable, _) async throws(ContainerError) -> String in
                asked.withLock { $0 += 1 }
                #expect(executable.path == "/usr/bin/python3" || executable.path == "/usr/local/bin/python3")
                return "Python 3.11.2"
            })
        var versions = HostVersions()
        let found = try await images.discover(&versions)
        #expect(try await images.discover(&versions) == found)
        #expect(asked.withLock { $0 } == 1)
        let image = try #require(found.first)
        #expect(image.name == "local/python:3.11")
        #expect(image.labels["ai.backend.kernelspec"] == "1")
        #expect(image.labels["ai.backend.base-distro"] == "debian12")
        #expect(image.labels["ai.backend.runtime-path"] == "/usr/bin/python3")
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
