/// Why a ``WebServer`` could not run.
public enum WebServerError: Error, Equatable, CustomStringConvertible {
    /// Someone else listens there.
    case addressInUse(WebServerAddress)
    /// The system refused the address: no permission, no such interface, a path too long.
    case cannotListen(WebServerAddress, reason: String)

    public var description: String {
        switch self {
        case .addressInUse(let address): "address `\(address)` is already in use"
        case .cannotListen(let address, let reason): "cannot listen on `\(address)`: \(reason)"
        }
    }
}
