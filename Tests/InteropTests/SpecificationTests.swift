import Foundation
import TestSupport
import Testing

/// What schemathesis of PyPI finds, which sends requests that fit the document, and such that do not.
@Suite(
    "The OpenAPI document",
    .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"),
    .enabled(if: Schemathesis.program != nil, "schemathesis is not installed: make setup-tests"))
struct SpecificationTests {
    @Test("tells the truth: no answer that it does not name, and no failure of the manager's own")
    func conformance() async throws {
        try await TestStack.with(options: OfficialClient.stackOptions) { stack in
            let program = try #require(Schemathesis.program)
            let port = try #require(stack.port)
            let checks = [
                "not_a_server_error", "status_code_conformance", "content_type_conformance",
                "response_headers_conformance", "response_schema_conformance",
            ]
            let command = Command(
                program,
                [
                    "run", "http://127.0.0.1:\(port)/spec/openapi.json", "--phases", "examples,coverage,fuzzing",
                    "--checks", checks.joined(separator: ","), "--max-examples", "15", "--seed", "1", "--workers", "1",
                    "--continue-on-failure", "--no-color", "--warnings", "off", "--request-timeout", "60",
                    "--generation-database", "none", "--suppress-health-check", "all",
                    // What stops the manager or its account for the others, streams that do not end by themselves, and a
                    // refusal that the original answers in a form of its own.
                    "--exclude-path", "/manager/status", "--exclude-path-regex",
                    "^/(events|auth/signout|auth/update-password|config/set)",
                ],
                environment: [
                    "PATH": "/usr/bin:/bin", "HOME": stack.state, "LANG": "C.UTF-8",
                    "SCHEMATHESIS_HOOKS": Fixtures.path("openapi/hooks.py"),
                    "BACKEND_ACCESS_KEY": OfficialClient.accessKey, "BACKEND_SECRET_KEY": OfficialClient.secretKey,
                ])
            let result = try await command.run(within: 600)
            #expect(result.status == 0, "\(result)")
        }
    }
}

/// Schemathesis, as `make setup-tests` installs it.
private enum Schemathesis {
    static let program: String? = {
        let path = FileManager.default.currentDirectoryPath + "/.build-venv-openapi/bin/schemathesis"
        return access(path, X_OK) == 0 ? path : nil
    }()
}
