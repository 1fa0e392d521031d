import Core
import Testing

@testable import BackendAIKit

@Suite("Session requests")
struct SessionRequestTests {
    private let configuration = ClientConfiguration(
        endpoint: Endpoint(loopbackPort: 8081), keypair: nil, domain: "my-domain", group: "my-group")

    /// The members that the official client 23.09 sends, in its order.
    @Test("have every member that the original's manager expects, null where nothing was asked for")
    func body() {
        let body = SessionRequest(name: "mysess", image: "python").body(configuration)

        #expect(
            body.encodedText == """
                {"tag":null,"name":"mysess","config":{"mounts":[],"environ":{},"resources":{},"resource_opts":{},\
                "scalingGroup":null,"mount_map":{},"preopen_ports":[]},"dependencies":null,"callback_url":null,\
                "architecture":"x86_64","clusterSize":1,"clusterMode":"single-node","starts_at":null,\
                "bootstrap_script":null,"owner_access_key":null,"domain":"my-domain","group":"my-group",\
                "type":"interactive","enqueueOnly":false,"maxWaitSeconds":0,"reuseIfExists":true,"startupCommand":null,\
                "image":"python"}
                """
        )
    }

    @Test("carry what was asked for, maps sorted by name")
    func values() {
        var request = SessionRequest(name: "mysess", image: "python")
        request.resources = ["mem": "512m", "cpu": "1"]
        request.environment = ["B": "2", "A": "1"]
        request.resourceOptions = ["shmem": "64m"]
        (request.domain, request.group, request.owner) = ("d", "g", AccessKey(rawValue: "AKIA"))
        (request.enqueueOnly, request.maximumWait, request.reuse) = (true, 5, false)
        let body = request.body(configuration)

        #expect(body["config"]?["resources"]?.encodedText == #"{"cpu":"1","mem":"512m"}"#)
        #expect(body["config"]?["environ"]?.encodedText == #"{"A":"1","B":"2"}"#)
        #expect(body["config"]?["resource_opts"]?.encodedText == #"{"shmem":"64m"}"#)
        #expect([body["domain"], body["group"], body["owner_access_key"]] == ["d", "g", "AKIA"])
        #expect([body["enqueueOnly"], body["maxWaitSeconds"], body["reuseIfExists"]] == [true, 5, false])
    }

    @Test("queries are encoded, and empty when there is nothing to ask")
    func queries() {
        var query = Query(owner: AccessKey(rawValue: "A&B=C"))
        query.add("forced", "true")

        #expect(query.text == "?owner_access_key=A%26B%3DC&forced=true")
        #expect(Query().text == "")
    }

    @Test("a keypair that is made here has the form of the original's")
    func keypair() throws {
        let keypairs = try (0..<20).map { _ in try NewKeypair.make() }

        for keypair in keypairs {
            #expect(keypair.accessKey.rawValue.wholeMatch(of: #/AKIA[A-Z2-7]{16}/#) != nil)
            #expect(keypair.secretKey.reveal().wholeMatch(of: #/[A-Za-z0-9_-]{40}/#) != nil)
        }
        #expect(Set(keypairs.map(\.accessKey)).count == 20)
    }
}
