import Core
import Testing

@testable import BackendAIKit

@Suite("Client")
struct BackendAIClientTests {
    @Test("a manager that is not there is an error that names the endpoint")
    func unreachable() async throws {
        // Port 1 of the loopback address belongs to nobody.
        let client = BackendAIClient(ClientConfiguration(endpoint: Endpoint(loopbackPort: 1), keypair: nil))
        let error = await #expect(throws: ClientError.self) { try await client.version() }
        guard case .unreachable(let endpoint, let reason) = error else {
            Issue.record("\(error as Any)")
            return
        }
        #expect(endpoint == "http://127.0.0.1:1")
        #expect(!reason.isEmpty)
        await client.shutdown()
    }
}
