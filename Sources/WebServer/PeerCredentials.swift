import NIOCore

/// Who is at the other end of a unix socket (SO_PEERCRED, unix(7)).
struct PeerCredentials: Sendable {
    // The layout of the kernel's `struct ucred`.
    let processID: Int32
    let userID: UInt32
    let groupID: UInt32

    /// SO_PEERCRED of Linux's asm-generic/socket.h, which Glibc's module hides.
    private static let option = NIOBSDSocket.Option(rawValue: 17)

    /// Asks the kernel for the credentials the peer had when it connected.
    static func ask(_ channel: any Channel) -> EventLoopFuture<PeerCredentials> {
        guard let provider = channel as? any SocketOptionProvider else {
            return channel.eventLoop.makeFailedFuture(ChannelError.operationUnsupported)
        }
        return provider.unsafeGetSocketOption(level: .socket, name: option)
    }
}
