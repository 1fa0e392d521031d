import Foundation
import Glibc
import Testing

@testable import Agent

@Suite("HostEtc")
struct HostEtcTests {
    @Test("listed names are taken over, all others and all private ones stay behind")
    func selection() throws {
        let host = try TemporaryDirectory()
        for name in [
            "shadow", "machine-id", "ssh/ssh_host_key", "ssl/private/x.key", "ssl/certs/a.pem", "ssl/certs/b.key",
            "ssl/openssl.cnf", "python3.11/sitecustomize.py", "java-17-openjdk/management/jmxremote.password",
            "ld.so.conf", "pip.conf", "profile", "passwd", "resolv.conf",
        ] {
            try host.write("from the host", to: name)
            chmod("\(host.path)/\(name)", 0o644)
        }
        chmod("\(host.path)/profile", 0o640)
        #expect(symlink("/usr/share/zoneinfo/Asia/Seoul", "\(host.path)/localtime") == 0)
        let target = try TemporaryDirectory()
        let path = try HostEtc(source: host.path).prepare(in: target.path)
        let made = try #require(FileManager.default.subpaths(atPath: path))
        #expect(
            Set(made) == [
                "ssl", "ssl/certs", "ssl/openssl.cnf", "python3.11", "python3.11/sitecustomize.py",
                "java-17-openjdk", "java-17-openjdk/management", "ld.so.conf", "localtime", "passwd", "group", "hosts",
                "nsswitch.conf", "resolv.conf", "mtab",
            ])
        #expect(HostEtc(source: host.path).binds == ["ssl/certs"])
        #expect(try String(contentsOf: URL(filePath: "\(path)/passwd"), encoding: .utf8).contains("work:x:1000:1000:"))
        #expect(try String(contentsOf: URL(filePath: "\(path)/resolv.conf"), encoding: .utf8) == "")
    }

    @Test("it is made anew when the host's has changed, beside the old one, which goes on demand")
    func changes() throws {
        let host = try TemporaryDirectory()
        let target = try TemporaryDirectory()
        try host.write("one", to: "timezone")
        let etc = HostEtc(source: host.path)
        let first = try etc.prepare(in: target.path)
        #expect(try etc.prepare(in: target.path) == first)
        try host.write("three", to: "timezone")
        let second = try etc.prepare(in: target.path)
        #expect(second != first)
        #expect(access(first, F_OK) == 0)
        try HostEtc.removeOthers(than: second, in: target.path)
        #expect(access(first, F_OK) != 0)
        #expect(access(second, F_OK) == 0)
    }
}
