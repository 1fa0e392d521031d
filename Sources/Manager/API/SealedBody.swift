import Core
import Hummingbird
import NIOCore
import Signing

/// A body that the signature covers.
enum SealedBody {
    /// Reads the whole body and compares it with what was signed, before a handler sees any of it.
    ///
    /// - Parameters:
    ///   - request: The request, whose signature is right.
    ///   - received: Its head.
    ///   - digest: The signed SHA-256, in hexadecimal.
    ///   - limit: The most bytes that are read.
    /// - Returns: The request with its body in memory.
    /// - Throws: ``BackendError`` 401 when the body is another one, and the error 413 for one that is too long.
    static func check(
        _ request: Request, _ received: ReceivedRequest, _ digest: String, limit: Int
    ) async throws -> Request {
        var request = request
        guard received.hasBody else {
            guard digest == CanonicalRequest.emptyBodyHash else { throw mismatch }
            return request
        }
        let body = try await request.collectBody(upTo: limit)
        guard hexadecimal(HMAC.digest(body.readableBytesView)) == digest else { throw mismatch }
        return request
    }

    private static var mismatch: BackendError {
        BackendError(
            .authenticationFailed, "The body is not the one that was signed",
            hint: "check that no proxy changes requests")
    }
}
