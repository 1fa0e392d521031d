import ArgumentParser
import Core
import Synchronization
import TestSupport
import Testing

@testable import BackendAICLI

@Suite("backend.ai mgr etcd")
struct EtcdTests {
    /// A manager with a configuration of its own.
    private final class Cluster: Sendable {
        let keys = Mutex<[String: String]>([:])

        func answer(_ request: String) -> String {
            let body = (try? JSONValue(parsing: Array((request.components("\r\n\r\n").last ?? "").utf8))) ?? .null
            let key = body["key"]?.text ?? ""
            let isPrefix = body["prefix"] == .bool(true)
            return keys.withLock { keys in
                if request.hasPrefix("POST /config/set ") {
                    keys[key] = body["value"]?.text ?? ""
                } else if request.hasPrefix("POST /config/delete ") {
                    keys = keys.filter { $0.key != key && !(isPrefix && $0.key.hasPrefix(key + "/")) }
                } else {
                    let result = isPrefix ? Self.tree(keys, key) : keys[key].map { JSONValue.string($0) } ?? .null
                    return ScriptedServer.json(JSONValue.object([.init("result", result)]).encodedText)
                }
                return ScriptedServer.json(#"{"result":"ok"}"#)
            }
        }

        private static func tree(_ keys: [String: String], _ prefix: String) -> JSONValue {
            var members: [JSONValue.Member] = []
            let below = prefix.isEmpty ? keys : keys.filter { $0.key.hasPrefix(prefix + "/") }
            if let own = keys[prefix] { members.append(.init("", .string(own))) }
            let names = Set(
                below.keys.map { key in
                    String(key.dropFirst(prefix.isEmpty ? 0 : prefix.count + 1).prefix { $0 != "/" })
                })
            for name in names.sorted() {
                let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
                let isLeaf = !keys.keys.contains { $0.hasPrefix(path + "/") }
                members.append(.init(name, isLeaf ? .string(keys[path] ?? "") : tree(keys, path)))
            }
            return .object(members)
        }
    }

    private static func run(_ cluster: Cluster, _ words: String...) async throws -> CommandRun {
        let server = try ScriptedServer { request, _ in cluster.answer(request) }
        let environment = ["BACKEND_ENDPOINT": "http://127.0.0.1:\(server.port)"]
        return try await CommandRun(["mgr", "etcd"] + words, environment: environment)
    }

    @Test("keys are put, listed, got and deleted, alone and with all below them")
    func life() async throws {
        let cluster = Cluster()
        for (key, value) in [("a/b", "1"), ("a/b/c", "2"), ("a/d", "x y"), ("e", "3")] {
            #expect(try await Self.run(cluster, "put", key, value).status == 0)
        }
        #expect(try await Self.run(cluster, "ls").output == "a/\ne\n")
        #expect(try await Self.run(cluster, "ls", "a").output == "b/\nd\n")
        #expect(try await Self.run(cluster, "ls", "-r", "a").output == "a/b\t1\na/b/c\t2\na/d\tx y\n")
        #expect(try await Self.run(cluster, "get", "a/d").output == "x y\n")
        #expect(try await Self.run(cluster, "get", "--prefix", "a/b").output.contains("\"c\": \"2\""))
        #expect(try await Self.run(cluster, "get", "nothing").status == 1)
        #expect(try await Self.run(cluster, "delete", "a/b").status == 0)
        #expect(try await Self.run(cluster, "ls", "-r").output == "a/b/c\t2\na/d\tx y\ne\t3\n")
        #expect(try await Self.run(cluster, "delete", "--prefix", "a").status == 0)
        #expect(cluster.keys.withLock { $0 } == ["e": "3"])
        #expect(try await Self.run(cluster, "delete", "--prefix", "").status == 4)
    }

    @Test("a subtree is moved whole, and not into itself")
    func move() async throws {
        let cluster = Cluster()
        cluster.keys.withLock { $0 = ["a/b": "1", "a/b/c": "2", "a/d": "3", "ab": "4"] }
        #expect(try await Self.run(cluster, "move-subtree", "a", "z/y").status == 0)
        #expect(cluster.keys.withLock { $0 } == ["z/y/b": "1", "z/y/b/c": "2", "z/y/d": "3", "ab": "4"])
        for (source, destination) in [("z", "z/y"), ("z/y", "z"), ("z", "z"), ("", "q")] {
            #expect(try await Self.run(cluster, "move-subtree", source, destination).status == 4)
        }
        #expect(try await Self.run(cluster, "move-subtree", "nothing", "q").status == 1)
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [String] { split(separator: separator).map(String.init) }
}

@Suite("backend.ai mgr dbshell")
struct DatabaseShellTests {
    @Test("options stand before the database, SQL after it")
    func split() {
        let both = DatabaseShell.split(["-header", "-separator", ",", "select 1", "-x"])
        #expect(both.options == ["-header", "-separator", ","] && both.statements == ["select 1", "-x"])
        #expect(DatabaseShell.split([]).options.isEmpty)
        #expect(DatabaseShell.split(["--", "-x"]).statements == ["-x"])
    }

    @Test("is for reading, unless writing is asked for first")
    func flags() throws {
        let plain = try #require(try BackendAI.parseAsRoot(["mgr", "dbshell", "select 1"]) as? DatabaseShell)
        #expect(!plain.write && plain.arguments == ["select 1"])
        let writing = try #require(
            try BackendAI.parseAsRoot(["mgr", "dbshell", "--write", "-header", "select 1"]) as? DatabaseShell)
        #expect(writing.write && writing.arguments == ["-header", "select 1"])
    }
}
