import Core
import Testing

@Suite("Problems")
struct ProblemCodeTests {
    @Test(
        "each code has the original's status and title",
        arguments: [
            (.badRequest, 400, "Bad request."), (.invalidParameters, 400, "Missing or invalid API parameters."),
            (.invalidAuthentication, 400, "Missing or invalid authorization parameters."),
            (.authenticationFailed, 401, "Credential/signature mismatch."), (.forbidden, 403, "Forbidden operation."),
            (.insufficientPrivilege, 403, "Insufficient privilege."), (.unknownPath, 404, "Unknown URL path."),
            (.tooManySessionsMatched, 404, "Too many sessions matched."),
            (.methodNotAllowed, 405, "HTTP Method Not Allowed."),
            (
                .sessionAlreadyExists, 400,
                "The session already exists but you requested not to reuse existing one."
            ),
            (.quotaExceeded, 412, "You have reached your resource limit."),
            (.internalError, 500, "Internal server error."),
            (.kernelCreationFailed, 500, "Kernel creation has failed."),
            (.kernelExecutionFailed, 500, "Executing user code in the kernel has failed."),
            (.serviceUnavailable, 503, "Serivce unavailable."),
            (.notImplemented, 503, "This API query is not implemented."),
            (.noInstance, 503, "There is no available instance."),
        ] as [(ProblemCode, Int, String)]
    )
    func table(code: ProblemCode, status: Int, title: String) {
        #expect(code.status == status)
        #expect(code.title == title)
    }

    @Test("a body has type and title always, and the rest when there is any, the hint last")
    func body() {
        #expect(
            BackendError(.unknownPath).body.encodedText
                == #"{"type":"https://api.backend.ai/probs/url-not-found","title":"Unknown URL path."}"#
        )
        let full = BackendError(.badRequest, "what", data: ["a": 1], hint: "help")
        #expect(full.body.members?.map(\.name) == ["type", "title", "msg", "data", "hint"])
    }

    @Test("what is not there is named in the title")
    func notFound() {
        let error = BackendError.notFound("session", "which")

        #expect(error.code == .objectNotFound)
        #expect(error.title == "No such session.")
        #expect(error.message == "which")
    }
}
