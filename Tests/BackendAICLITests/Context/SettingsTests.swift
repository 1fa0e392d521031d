import BackendAIKit
import Core
import FoundationEssentials
import Testing

@testable import BackendAICLI

@Suite("Which manager is used")
struct SettingsTests {
    private let base = "/tmp/backend.ai-settings-\(UUID().uuidString.lowercased().prefix(8))"

    /// Settings with the contexts `one` and `two`, of which `one` is chosen.
    private func settings(
        _ variables: [String: String] = [:], context: String? = nil, current: String? = "one"
    ) throws -> Settings {
        let environment = variables.merging(["XDG_CONFIG_HOME": base, "HOME": base]) { first, _ in first }
        try ContextStore(environment: environment).change { file in
            file.current = current
            file.contexts["one"] = StoredContext(
                endpoint: "http://one", group: "g1",
                keypair: Keypair(accessKey: AccessKey(rawValue: "A1"), secretKey: SecretKey("s1")))
            file.contexts["two"] = StoredContext(endpoint: "http://two", kind: .session)
        }
        return Settings(environment: environment, choice: GlobalWords.Choice(context: context))
    }

    private func endpoint(_ settings: Settings) throws -> String? { try settings.explicit()?.endpoint.description }

    @Test("the chosen context, unless the environment names one, unless a context is named for this command")
    func order() throws {
        defer { try? SafeRemoval.remove(base) }
        let variables = ["BACKEND_ENDPOINT": "http://env"]
        #expect(try endpoint(try settings()) == "http://one")
        #expect(try endpoint(try settings(variables)) == "http://env")
        #expect(try endpoint(try settings(variables, context: "two")) == "http://two")
        let named = variables.merging(["BACKENDAI_CONTEXT": "two"]) { first, _ in first }
        #expect(try endpoint(try settings(named)) == "http://two")
        #expect(try endpoint(try settings(named, context: "one")) == "http://one")
    }

    @Test("the local stack where nothing is chosen, or it is named")
    func local() throws {
        defer { try? SafeRemoval.remove(base) }
        #expect(try settings(current: nil).explicit() == nil)
        #expect(try settings(context: "local").explicit() == nil)
        #expect(try settings(["BACKEND_ENDPOINT": "http://env"], context: "local").explicit() == nil)
    }

    @Test("a context's keypair never goes to an address of the environment, nor the other way round")
    func apart() throws {
        defer { try? SafeRemoval.remove(base) }
        let keys = ["BACKEND_ACCESS_KEY": "AE", "BACKEND_SECRET_KEY": "SE", "BACKEND_GROUP": "ge"]
        let fromContext = try #require(try settings(keys, context: "one").explicit())
        #expect(fromContext.keypair?.accessKey.rawValue == "A1")
        #expect(fromContext.group == "ge")
        let fromEnvironment = try #require(try settings(["BACKEND_ENDPOINT": "http://env"]).explicit())
        #expect(fromEnvironment.keypair == nil && fromEnvironment.group == "default")
    }

    @Test("in session mode the login of the address is used, and no keypair")
    func session() throws {
        defer { try? SafeRemoval.remove(base) }
        let settings = try settings(["XDG_STATE_HOME": base, "BACKEND_ACCESS_KEY": "AE"], context: "two")
        #expect(try settings.explicit()?.cookie == nil)
        let cookie = try #require(SessionCookie("abc"))
        try settings.cookies.keep(
            CookieStore.Login(username: "me", cookie: cookie), at: try Endpoint(parsing: "http://two"))
        let configuration = try #require(try settings.explicit())
        #expect(configuration.kind == .session && configuration.cookie == cookie && configuration.keypair == nil)
    }

    @Test("a context that there is not, and a type that there is not, cannot be used")
    func unusable() throws {
        defer { try? SafeRemoval.remove(base) }
        #expect(throws: CommandFailure.self) { try settings(context: "three").explicit() }
        let variables = ["BACKEND_ENDPOINT": "http://env", "BACKEND_ENDPOINT_TYPE": "magic"]
        let failure = #expect(throws: CommandFailure.self) { try settings(variables).explicit() }
        #expect(failure?.status == .invalidArgument)
    }
}
