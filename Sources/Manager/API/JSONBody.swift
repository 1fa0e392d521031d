import Core
import NIOCore

/// Reads bodies of requests as JSON, where two readers must not understand two things.
enum JSONBody {
    /// The value that a body is.
    ///
    /// - Throws: ``BackendError`` 400 that says where it is no JSON, or which key stands twice.
    static func parse(_ body: ByteBuffer) throws(BackendError) -> JSONValue {
        do {
            return try JSONValue(parsing: Array(body.readableBytesView), allowsDuplicates: false)
        } catch {
            throw BackendError(
                .invalidParameters, "Malformed body",
                hint: "\(error.reason) at byte \(error.position): send a JSON object")
        }
    }
}
