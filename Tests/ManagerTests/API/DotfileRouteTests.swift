import Core
import Testing

@testable import Manager

@Suite("Routes of dotfiles")
struct DotfileRouteTests {
    private static let user = "/user-config/dotfiles"
    private static let group = "/group-config/dotfiles"
    private static let domain = "/domain-config/dotfiles"

    private static func body(_ path: String, _ data: String = "x", _ more: String = "") -> String {
        #"{"data":"\#(data)","path":"\#(path)","permission":"640"\#(more)}"#
    }

    @Test("a dotfile is made once, read, replaced and removed, by the same path in each spelling")
    func life() async throws {
        try await TestManager.with { manager in
            let key = TestManager.user
            #expect(try await manager.send("POST", Self.user, Self.body(".rc"), by: key).body == [:])
            let again = try await manager.send("POST", Self.user, Self.body("/home/work/.rc"), by: key)
            #expect(again.status == 400 && again.body["title"] == "Dotfile already exists.")
            #expect(
                try await manager.send("GET", "\(Self.user)?path=./.rc", by: key).body
                    == ["path": ".rc", "perm": "640", "data": "x"])
            #expect(try await manager.send("PATCH", Self.user, Self.body(".rc", "new"), by: key).status == 200)
            #expect(
                try await manager.send("GET", Self.user, by: key).body
                    == [["path": ".rc", "permission": "640", "data": "new"]])
            #expect(try await manager.send("GET", Self.user, by: TestManager.secondUser).body == [])
            let removed = try await manager.send("DELETE", "\(Self.user)?path=/home/work/.rc", by: key)
            #expect(removed.body == ["success": true])
            for method in ["DELETE", "GET"] {
                let gone = try await manager.send(method, "\(Self.user)?path=.rc", by: key)
                #expect(gone.status == 404 && gone.body["title"] == "No such dotfile.")
            }
        }
    }

    @Test(
        "a path that leads out of the home, or is the platform's own, is refused",
        arguments: [
            "/etc/cron.d/x", "../x", "a/../../x", "/home/work/../x", "/home/other/x", "", ".", "/home/work", "a//b",
            ".ssh/authorized_keys", "./id_container", "/home/work/.ssh", ".a\u{0}b",
        ]
    )
    func hostile(path: String) {
        #expect(throws: BackendError.self) { try DotfileRules.path(path) }
    }

    @Test("an owner has at most 100 files and 64 KiB of them, and no file where a directory must be")
    func limits() throws {
        func file(_ path: String, _ size: Int = 1) -> DotfileRecord {
            DotfileRecord(path: path, permission: "644", data: String(repeating: "x", count: size))
        }
        let many = (0..<100).map { file(".f\($0)") }
        let full = #expect(throws: BackendError.self) { try DotfileRules.check(adding: file(".more"), to: many) }
        #expect(full?.title == "Dotfile creation has failed.")
        try DotfileRules.check(adding: file(".b", 60 << 10), to: [file(".a", 3 << 10)])
        #expect(throws: BackendError.self) {
            try DotfileRules.check(adding: file(".b", 60 << 10), to: [file(".a", 5 << 10)])
        }
        #expect(throws: BackendError.self) {
            try DotfileRules.check(replacingBy: file(".a", 65 << 10), in: [file(".a", 5)])
        }
        for pair in [("d", "d/x"), ("d/x", "d")] {
            #expect(throws: BackendError.self) { try DotfileRules.check(adding: file(pair.0), to: [file(pair.1)]) }
        }
        try DotfileRules.check(adding: file("dx"), to: [file("d/x")])
    }

    @Test("members read the dotfiles of their group and domain, admins write them, and that is recorded")
    func shared() async throws {
        try await TestManager.with { manager in
            let more = #","group":"default","domain":"default""#
            for (path, body) in [(Self.group, more), (Self.domain, #","domain":"default""#)] {
                let refused = try await manager.send("POST", path, Self.body(".g", "x", body), by: TestManager.user)
                #expect(refused.status == 401)
                let made = try await manager.send("POST", path, Self.body(".g", "x", body), by: TestManager.domainAdmin)
                #expect(made.status == 200)
                let query = path == Self.group ? "?group=default" : "?domain=default"
                let list = try await manager.send("GET", path + query, by: TestManager.user)
                #expect(list.body == [["path": ".g", "permission": "640", "data": "x"]])
            }
            #expect(try await manager.send("GET", "\(Self.group)?group=nosuch").status == 404)
            #expect(try await manager.send("GET", "\(Self.domain)?domain=nosuch").status == 404)
            #expect(try await manager.send("GET", "\(Self.domain)?domain=x", by: TestManager.user).status == 401)
            #expect(try await manager.audit("group-dotfile").map(\.after) == [["path": ".g"]])
            #expect(try await manager.audit("domain-dotfile").count == 1)
        }
    }

    @Test("admins act for users of their domain, in the misspelt word of the original's client as well")
    func delegation() async throws {
        try await TestManager.with { manager in
            let owner = #","owner_access_key":"AKIANABBDUSEREXAMPLE""#
            let own = try await manager.send("POST", Self.user, Self.body(".o", "x", owner), by: TestManager.secondUser)
            #expect(own.status == 403)
            let made = try await manager.send(
                "POST", Self.user, Self.body(".o", "x", owner), by: TestManager.domainAdmin)
            #expect(made.status == 200)
            let query = "\(Self.user)?onwer_access_key=AKIANABBDUSEREXAMPLE"
            #expect(try await manager.send("GET", query, by: TestManager.domainAdmin).body.items?.count == 1)
            #expect(try await manager.send("GET", Self.user, by: TestManager.user).body.items?.count == 1)
            #expect(try await manager.audit("user-dotfile").map(\.id) == ["AKIANABBDUSEREXAMPLE"])
        }
    }

    @Test("a session gets the files of user, group and domain, the user's winning, their script and their SSH keypair")
    func preparation() async throws {
        try await TestManager.with { manager in
            let key = TestManager.user
            _ = try await manager.send("POST", Self.domain, Self.body(".a", "d", #","domain":"default""#))
            _ = try await manager.send("POST", Self.domain, Self.body(".b", "d", #","domain":"default""#))
            _ = try await manager.send("POST", Self.group, Self.body(".b", "g", #","group":"default""#))
            _ = try await manager.send("POST", Self.group, Self.body(".c", "g", #","group":"default""#))
            _ = try await manager.send("POST", Self.user, Self.body(".c", "u"), by: key)
            let script = try await manager.send(
                "POST", "/user-config/bootstrap-script", #"{"script":"echo hi"}"#, by: key)
            #expect(script.body == [:])
            #expect(try await manager.send("GET", "/user-config/bootstrap-script", by: key).body == "echo hi")

            var prepared = try await manager.store.preparation(for: TestStore.user)
            #expect(prepared.script == "echo hi")
            #expect(prepared.files.map { "\($0.path)=\($0.data)" } == [".a=d", ".b=g", ".c=u"])
            #expect(prepared.files.allSatisfy { $0.mode == 0o640 })

            try await manager.setKeys("ssh-rsa nonsense", "nonsense")
            prepared = try await manager.store.preparation(for: TestStore.user)
            #expect(prepared.files.count == 3)
            let pem = "-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----"
            let publicKey = "ssh-rsa " + String(repeating: "A", count: 100)
            try await manager.setKeys(publicKey, pem)
            prepared = try await manager.store.preparation(for: TestStore.user)
            let files = Dictionary(uniqueKeysWithValues: prepared.files.map { ($0.path, $0.data) })
            #expect(files[".ssh/authorized_keys"] == publicKey + "\n" && files["id_container"] == pem + "\n")
        }
    }
}

extension TestManager {
    fileprivate func setKeys(_ publicKey: String, _ privateKey: String) async throws {
        _ = try await store.transaction { connection throws(StoreError) in
            try connection.run(
                "UPDATE keypairs SET ssh_public_key = ?, ssh_private_key = ? WHERE access_key = 'AKIANABBDUSEREXAMPLE'",
                [.text(publicKey), .text(privateKey)])
        }
    }
}
