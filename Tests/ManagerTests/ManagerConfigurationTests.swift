import Core
import Testing

@testable import Manager

@Suite("Manager configuration")
struct ManagerConfigurationTests {
    private static let least = """
        [manager]
        state-directory = "/s"
        agent-socket = "/a"

        """

    @Test("needs a state directory and an agent, and has sensible values for the rest")
    func defaults() throws {
        let configuration = try ManagerConfiguration(toml: Self.least, path: "m.toml")

        #expect(configuration == ManagerConfiguration(stateDirectory: "/s", agentSocket: "/a"))
        #expect(configuration.host == "127.0.0.1")
        #expect(configuration.port == 8081)
        #expect(configuration.pidFile == "/s/manager.pid")
        #expect(configuration.databasePath == "/s/manager.sqlite")
        #expect(!configuration.usesExampleKeypairs)
    }

    @Test("takes every value that is given")
    func values() throws {
        let text =
            Self.least + """
                host = "::1"
                port = 0
                port-file = "/p"
                pid-file = "/i"
                keypair-file = "/k"
                example-keypairs = true
                allowed-origins = ["https://app.example.com"]
                trusted-proxies = ["10.0.0.0/8", "::1"]
                signature-policy = "body-signed"
                nonce-limit = 1000
                """
        let expected = ManagerConfiguration(
            host: "::1", port: 0, stateDirectory: "/s", agentSocket: "/a", portFile: "/p", pidFile: "/i",
            keypairFile: "/k", usesExampleKeypairs: true,
            web: WebConfiguration(
                allowedOrigins: ["https://app.example.com"],
                trustedProxies: try ClientNetworks(parsing: ["10.0.0.0/8", "::1"]), signaturePolicy: .bodySigned,
                nonceLimit: 1000)
        )

        #expect(try ManagerConfiguration(toml: text, path: "m.toml") == expected)
    }

    @Test(
        "names the file and the key of what is wrong",
        arguments: [
            ("", "`m.toml` has no table `[manager]`"), ("[agent]\n", "`m.toml` has no table `[manager]`"),
            ("[manager]\n", "`m.toml`: `manager.state-directory` must be a string"),
            ("[manager]\nstate-directory = 5\n", "`m.toml`: `manager.state-directory` must be a string"),
            (least + "port = \"80\"\n", "`m.toml`: `manager.port` must be a number"),
            (least + "host = 1\n", "`m.toml`: `manager.host` must be a string"),
            (least + "example-keypairs = 1\n", "`m.toml`: `manager.example-keypairs` must be true or false"),
            ("idle = 5\n" + least, "`m.toml`: `idle` must be a table"),
            (least + "[idle]\nenable = []\n", "`m.toml`: unknown key `idle.enable`"),
            (
                least + "[idle]\nenabled = [\"timeout\"]\n",
                "`m.toml`: `idle.enabled` must be a list of `session_lifetime`, `network_timeout`, `utilization`"
            ),
            (
                least + "[idle]\nwarning = \"soon\"\n",
                "`m.toml`: `idle.warning` must be a length of time such as \"10m\", or whole seconds"
            ),
            (
                least + "[idle]\nenabled = [\"utilization\"]\n",
                "`m.toml`: `idle.utilization` needs `thresholds`, since `utilization` is enabled"
            ),
            (
                least + "[idle.utilization]\ninterval = 0\n",
                "`m.toml`: `idle.utilization.interval` must be more than 0"
            ),
            (
                least + "[idle.utilization.thresholds]\ncpu = 5\n",
                "`m.toml`: `idle.utilization.thresholds` has `cpu`, and knows `cpu_util`, `mem`, `cuda_util`, `cuda_mem`, "
                    + "`atom_mem`"
            ),
            (
                least + "[idle.utilization.thresholds]\nmem = -1\n",
                "`m.toml`: `idle.utilization.thresholds` has for `mem` what is no percentage"
            ),
            (
                least + "allowed-origins = \"*\"\n", "`m.toml`: `manager.allowed-origins` must be a list of strings"
            ),
            (
                least + "trusted-proxies = [1]\n", "`m.toml`: `manager.trusted-proxies` must be a list of strings"
            ),
            (
                least + "trusted-proxies = [\"10.0.0.1/8\"]\n",
                "`m.toml`: `manager.trusted-proxies` is wrong: `10.0.0.1/8` is neither an address nor a network such as 10.0.0.0/8"
            ),
            (
                least + "signature-policy = \"none\"\n",
                "`m.toml`: `manager.signature-policy` must be `legacy` or `body-signed`, not `none`"
            ),
            (least + "[deadlines]\nend = 5\n", "`m.toml`: unknown key `deadlines.end`"),
            (
                least + "[deadlines]\nretries = -1\n",
                "`m.toml`: `deadlines.retries` must be a whole number of at least 0"
            ),
            (least + "nonce-limit = 0\n", "`m.toml`: `manager.nonce-limit` must be 1 to 67108864, not 0"),
            (least + "prot = 1\n", "`m.toml`: unknown key `manager.prot`"),
            (least + "port = 65536\n", "`m.toml`: `manager.port` must be 0 to 65535, not 65536"),
        ]
    )
    func faults(text: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try ManagerConfiguration(toml: text, path: "m.toml") }

        #expect(error?.description == message)
    }

    @Test("takes what ends idle sessions, with times as texts, as seconds, or without end")
    func idle() throws {
        let text =
            Self.least + """
                [idle]
                enabled = ["network_timeout", "utilization"]
                network-timeout = "20m"
                app-streaming-timeout = 60
                user-grace-period = "1d"
                warning = 30
                [idle.utilization]
                window = inf
                interval = "5s"
                initial-grace-period = 0
                operator = "or"
                thresholds = { cpu_util = 30, mem = 12.5 }
                """
        let expected = IdleRules(
            checks: [.networkTimeout, .utilization], networkTimeout: 1200, streamPatience: 60, userGrace: 86400,
            warning: 30,
            utilization: UtilizationRules(
                window: 0, interval: 5, initialGrace: 0, condition: .or,
                thresholds: [.cpu: Percentage(30), .mem: Percentage(hundredths: 1250)]))
        #expect(try ManagerConfiguration(toml: text, path: "m.toml").idle == expected)
    }

    @Test("takes how long sessions may be on their way")
    func deadlines() throws {
        let text =
            Self.least + """
                [deadlines]
                creation = "10m"
                pulling = 3600
                restart = inf
                termination = 30
                retries = 0
                agent-lost = "2m"
                """
        let configuration = try ManagerConfiguration(toml: text, path: "m.toml")
        let expected = TransitRules(creation: 600, pulling: 3600, restart: 0, termination: 30, retries: 0)
        #expect(configuration.transit == expected)
        #expect(configuration.agentPatience == 120)
    }

    @Test("says that a text is no TOML")
    func noTOML() {
        let error = #expect(throws: ConfigurationError.self) { try ManagerConfiguration(toml: "a = [", path: "m.toml") }

        #expect(error?.description.hasPrefix("`m.toml` is no TOML file: ") == true)
    }
}
