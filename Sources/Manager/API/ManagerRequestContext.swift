import Core
import HTTPTypes
import Hummingbird
import Logging
import NIOCore
import WebServer

/// What a route knows about its request beside the request itself.
struct ManagerRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The name of the request, in its answer, in log lines and in audit records.
    let requestID: String
    /// The client's connection.
    let channel: any Channel
    /// What was read from its head.
    var received: ReceivedRequest?
    /// Who signed, once that has been checked.
    var verified: Requester?
    /// The login that showed who it is, in session mode.
    var login: String?
    /// Whom the route is for.
    var access = RouteAccess.everybody
    /// The largest body that is read: 10 MB of code as JSON, and some.
    var maxUploadSize: Int { 32 << 20 }

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
        if case .string(let identity) = source.logger[metadataKey: RequestIdentity.logKey] {
            requestID = identity
        } else {
            requestID = ""
        }
    }

    /// The other end of the connection.
    var remoteAddress: SocketAddress? { channel.remoteAddress }

    /// What was read from the head.
    ///
    /// - Throws: ``BackendError`` 500 before that was done, which is a fault of the program.
    func head() throws(BackendError) -> ReceivedRequest {
        guard let received else { throw BackendError(.internalError) }
        return received
    }

    /// Who signed.
    ///
    /// - Throws: ``BackendError`` 401 on a route that needs no signature.
    func requester() throws(BackendError) -> Requester {
        guard let verified else { throw BackendError(.authenticationFailed, "Unauthorized access") }
        return verified
    }

    /// The part of the path under that name, decoded.
    func parameter(_ name: String) throws(BackendError) -> String {
        guard let value = parameters.get(name).flatMap({ PercentEncoding.decode($0) }), !value.isEmpty else {
            throw BackendError(.unknownPath)
        }
        return value
    }
}
