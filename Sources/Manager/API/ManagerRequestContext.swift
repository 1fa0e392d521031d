import Core
import Hummingbird
import NIOCore

/// What a route knows about its request beside the request itself.
struct ManagerRequestContext: RequestContext {
    var coreContext: CoreRequestContextStorage
    /// The client's connection.
    let channel: any Channel
    /// Who signed, once the authentication middleware has run.
    var verified: Requester?
    /// The largest body that is read: 10 MB of code as JSON, and some.
    var maxUploadSize: Int { 32 << 20 }

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// Who signed.
    ///
    /// - Throws: ``BackendError`` 401 on a route that the middleware does not guard.
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
