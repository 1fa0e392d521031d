import Core
import Testing

@testable import Manager

/// The texts that the official client sends, letter for letter, against the schema of the manager.
@Suite("GraphQL answers")
struct GraphQLAnswerTests {
    private static let list = """
        query($limit:Int!, $offset:Int!, $status: String, $access_key: String, $filter: String, $order: String) {
          compute_session_list(
              limit:$limit, offset:$offset, status:$status, access_key:$access_key, filter:$filter, order:$order) {
            items { name access_key id group_name main_kernel_id image type status status_info status_changed result tag \
        created_at occupying_slots }
            total_count
          }
        }
        """

    private static let info = """
        query($id: UUID!) {  compute_session(id: $id) {    name id main_kernel_id image tag created_at terminated_at status \
        status_info status_data occupying_slots idle_checks containers { id cluster_role cluster_idx cluster_hostname \
        session_id image registry status status_info status_data status_changed agent container_id resource_opts \
        occupied_slots preopen_ports live_stat last_stat id } dependencies { name id }  }}
        """

    /// The variables of a list: null where the client's user gave nothing.
    private static func variables(status: JSONValue = nil, accessKey: JSONValue = nil, limit: Int64 = 20) -> JSONValue {
        [
            "limit": .integer(limit), "offset": 0, "status": status, "access_key": accessKey, "filter": nil,
            "order": nil,
        ]
    }

    /// The names of an object's members in the order of the text: the client's tables depend on it.
    private static func order(of names: [String], in text: String) -> Bool {
        var rest = text[...]
        for name in names {
            guard let range = rest.firstRange(of: "\"\(name)\":") else { return false }
            rest = rest[range.upperBound...]
        }
        return true
    }

    @Test("`ps` asks first whether the user is an administrator")
    func keypair() async throws {
        try await TestManager.with { manager in
            let query = "query {  keypair {    user_id access_key secret_key is_active is_admin  }}"
            let answer = try await manager.query(query, by: TestManager.user)
            let secret = TestManager.user.secretKey.reveal()

            #expect(answer.status == 200)
            #expect(
                answer.text
                    == #"{"data":{"keypair":{"user_id":"user@lablup.com","access_key":"AKIANABBDUSEREXAMPLE","secret_key":"#
                    + "\"\(secret)\"" + #","is_active":true,"is_admin":false}}}"#
            )
        }
    }

    @Test("a list has its items' members in the order asked for, and the number of all")
    func listing() async throws {
        try await TestManager.with { manager in
            for name in ["first", "second", "third"] { try await manager.create(name, #","tag":"a tag""#) }
            let answer = try await manager.query(Self.list, Self.variables(status: "RUNNING", limit: 2))
            let page = try #require(answer.body["data"]?["compute_session_list"])
            let item = try #require(page["items"]?.items?.first)

            #expect(page["total_count"] == 3)
            #expect(page["items"]?.items?.map { $0["name"] } == ["third", "second"])
            #expect(item["type"] == "INTERACTIVE")
            #expect(item["status"] == "RUNNING")
            #expect(item["status_info"] == "")
            #expect(item["result"] == "UNDEFINED")
            #expect(item["group_name"] == "default")
            #expect(item["tag"] == "a tag")
            #expect(item["occupying_slots"] == #"{"cpu":"1","mem":"335544320"}"#)
            #expect(
                Self.order(
                    of: [
                        "name", "access_key", "id", "group_name", "main_kernel_id", "image", "type", "status",
                        "status_info",
                        "status_changed", "result", "tag", "created_at", "occupying_slots", "name", "total_count",
                    ], in: answer.text)
            )
            #expect(answer.body["errors"] == nil)
        }
    }

    @Test("`info` shows a session with its kernel, a field that is asked for twice once")
    func details() async throws {
        try await TestManager.with { manager in
            let created = try await manager.create("first")
            let id = try #require(created.body["sessionId"])
            let answer = try await manager.query(Self.info, ["id": id])
            let session = try #require(answer.body["data"]?["compute_session"])
            let container = try #require(session["containers"]?.items?.first)

            #expect(answer.body["errors"] == nil)
            #expect(session["id"] == id)
            #expect(session["dependencies"] == [])
            #expect(container["session_id"] == id)
            #expect(container["id"] == session["main_kernel_id"])
            #expect(container["cluster_role"] == "main")
            #expect(container["cluster_idx"] == 1)
            #expect(container["cluster_hostname"] == "main1")
            #expect(container["agent"] == "i-a")
            #expect(container["container_id"] == "container-1")
            #expect(container["registry"] == "local")
            #expect(container["resource_opts"] == #"{"shmem":67108864}"#)
            let statistics = try JSONValue(parsing: Array((container["live_stat"]?.text ?? "").utf8))
            #expect(statistics["mem"]?["current"] == "4096")
        }
    }

    @Test("users see their own sessions, administrators of the domain and superadmins all of theirs")
    func visibility() async throws {
        try await TestManager.with { manager in
            try await manager.create("mine", by: TestManager.user)
            try await manager.create("roots")
            func names(_ keypair: Keypair, _ key: JSONValue = nil) async throws -> [String] {
                let answer = try await manager.query(Self.list, Self.variables(accessKey: key), by: keypair)
                return answer.body["data"]?["compute_session_list"]?["items"]?.items?.compactMap { $0["name"]?.text }
                    ?? []
            }
            #expect(try await names(TestManager.user) == ["mine"])
            #expect(try await names(TestManager.secondUser) == [])
            #expect(try await names(TestManager.superadmin) == ["roots", "mine"])
            #expect(try await names(TestManager.domainAdmin) == ["roots", "mine"])
            let key = JSONValue.string(TestManager.user.accessKey.rawValue)
            #expect(try await names(TestManager.superadmin, key) == ["mine"])
            // However they ask, nobody else's.
            #expect(try await names(TestManager.secondUser, key) == [])
        }
    }

    @Test(
        "a session that the requester may not see is as one that does not exist; an agent's name is for administrators")
    func hidden() async throws {
        try await TestManager.with { manager in
            let created = try await manager.create("mine", by: TestManager.user)
            let id = try #require(created.body["sessionId"])
            let stranger = try await manager.query(Self.info, ["id": id], by: TestManager.secondUser)
            #expect(stranger.text == #"{"data":{"compute_session":null}}"#)
            let nobody = try await manager.query(Self.info, ["id": "6fa459ea-ee8a-3ca4-894e-db77e160355e"])
            #expect(nobody.text == #"{"data":{"compute_session":null}}"#)
            let own = try await manager.query(Self.info, ["id": id], by: TestManager.user)
            let container = own.body["data"]?["compute_session"]?["containers"]?.items?.first
            #expect(container?["agent"]?.isNull == true)
        }
    }

    @Test("a secret key is shown to its owner alone")
    func secrets() async throws {
        try await TestManager.with { manager in
            let query = "query($key: String) { keypair(access_key: $key) { access_key secret_key } }"
            let user = JSONValue.string(TestManager.user.accessKey.rawValue)
            let root = JSONValue.string(TestManager.superadmin.accessKey.rawValue)
            let above = try await manager.query(query, ["key": user])
            #expect(above.text == #"{"data":{"keypair":{"access_key":"AKIANABBDUSEREXAMPLE","secret_key":null}}}"#)
            let below = try await manager.query(query, ["key": root], by: TestManager.user)
            #expect(below.body["errors"]?.items?.first?["message"] == "Forbidden operation.")
            #expect(!below.text.contains(TestManager.superadmin.secretKey.reveal()))
        }
    }

    @Test(
        "what cannot be answered is an error with data, and never another status than 200",
        arguments: [
            (JSONValue.string("WEIRD"), Int64(20), "'WEIRD'"), (nil, -1, "LIMIT must not be negative"),
        ]
    )
    func errors(status: JSONValue, limit: Int64, message: String) async throws {
        try await TestManager.with { manager in
            let answer = try await manager.query(Self.list, Self.variables(status: status, limit: limit))
            #expect(answer.status == 200)
            #expect(answer.body["errors"]?.items?.first?["message"]?.text == message)
            #expect(answer.body["data"]?["compute_session_list"]?.isNull == true)
        }
    }

    @Test("a body without a query is 400")
    func noQuery() async throws {
        try await TestManager.with { manager in
            for (body, data) in [("{}", "is required"), (#"{"query":""}"#, "blank value is not allowed")] {
                let answer = try await manager.send("POST", "/admin/gql", body)
                #expect(answer.status == 400)
                #expect(answer.body["data"]?["query"]?.text == data)
            }
        }
    }
}
