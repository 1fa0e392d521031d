import Core
import Testing

@testable import BackendAIKit

@Suite("Client configuration from the environment")
struct ClientConfigurationTests {
    private static func configuration(_ variables: [String: String]) throws -> ClientConfiguration? {
        try ClientConfiguration(
            environment: ["BACKEND_ENDPOINT": "http://127.0.0.1:8081"].merging(variables) { _, new in new })
    }

    @Test(
        "names no manager where no endpoint is named",
        arguments: [[:], ["BACKEND_ENDPOINT": ""], ["BACKEND_ACCESS_KEY": "A"]])
    func none(environment: [String: String]) throws {
        #expect(try ClientConfiguration(environment: environment) == nil)
    }

    @Test("has the original's values where only the endpoint is named, and is anonymous then")
    func defaults() throws {
        let configuration = try #require(try Self.configuration([:]))

        #expect(configuration.endpoint.description == "http://127.0.0.1:8081")
        #expect(configuration.keypair == nil)
        #expect(configuration.domain == "default")
        #expect(configuration.group == "default")
        #expect(configuration.verifiesCertificate)
        #expect(configuration.connectTimeout == 10)
        #expect(configuration.readTimeout == 0)
    }

    @Test("reads every variable, the first endpoint of several, and an empty value as none")
    func variables() throws {
        let configuration = try #require(
            try Self.configuration([
                "BACKEND_ENDPOINT": "https://one.example/api/,https://two.example", "BACKEND_ACCESS_KEY": "AKIA",
                "BACKEND_SECRET_KEY": "secret", "BACKEND_DOMAIN": "d", "BACKEND_GROUP": "",
                "BACKEND_SKIP_SSLCERT_VALIDATION": "Yes", "BACKEND_CONNECTION_TIMEOUT": "2.5",
                "BACKEND_READ_TIMEOUT": "30",
            ])
        )

        #expect(configuration.endpoint.description == "https://one.example/api")
        #expect(
            configuration.keypair == Keypair(accessKey: AccessKey(rawValue: "AKIA"), secretKey: SecretKey("secret")))
        #expect(configuration.domain == "d")
        #expect(configuration.group == "default")
        #expect(!configuration.verifiesCertificate)
        #expect(configuration.connectTimeout == 2.5)
        #expect(configuration.readTimeout == 30)
    }

    @Test("takes the old names, too, and prefers the new ones")
    func oldNames() throws {
        let old = try ClientConfiguration(environment: ["SORNA_ENDPOINT": "http://old", "SORNA_ACCESS_KEY": "OLD"])
        let both = try Self.configuration(["SORNA_ACCESS_KEY": "OLD", "BACKEND_ACCESS_KEY": "NEW"])

        #expect(old?.endpoint.authority == "old")
        #expect(old?.keypair?.accessKey == AccessKey(rawValue: "OLD"))
        #expect(both?.keypair?.accessKey == AccessKey(rawValue: "NEW"))
    }

    @Test(
        "names the variable that cannot be used",
        arguments: [
            ("BACKEND_ENDPOINT", "host:8081", "`host:8081` is not an absolute http or https URL"),
            ("BACKEND_SKIP_SSLCERT_VALIDATION", "maybe", "`maybe` is neither yes nor no"),
            ("BACKEND_READ_TIMEOUT", "soon", "`soon` is no number of seconds"),
            ("BACKEND_READ_TIMEOUT", "-1", "`-1` is no number of seconds"),
            ("BACKEND_READ_TIMEOUT", "inf", "`inf` is no number of seconds"),
            ("BACKEND_READ_TIMEOUT", "1e30", "`1e30` is no number of seconds"),
            ("BACKEND_CONNECTION_TIMEOUT", "nan", "`nan` is no number of seconds"),
        ]
    )
    func invalid(name: String, value: String, reason: String) {
        #expect(throws: ClientConfiguration.InvalidVariable(name: name, reason: reason)) {
            try Self.configuration([name: value])
        }
    }

    @Test(
        "understands yes and no in the original's spellings",
        arguments: [("y", false), ("TRUE", false), ("1", false), ("n", true), ("False", true), ("0", true)])
    func flags(text: String, verifies: Bool) throws {
        #expect(try Self.configuration(["BACKEND_SKIP_SSLCERT_VALIDATION": text])?.verifiesCertificate == verifies)
    }
}
