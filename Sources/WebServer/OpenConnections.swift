import NIOCore
import Synchronization

/// The channels of a server, for its shutdown.
final class OpenConnections: Sendable {
    // A mutex because channels come and go on several event loops.
    private let channels = Mutex<[ObjectIdentifier: any Channel]>([:])

    /// Keeps `channel` until it closes.
    func add(_ channel: any Channel) {
        let key = ObjectIdentifier(channel)
        channels.withLock { $0[key] = channel }
        channel.closeFuture.whenComplete { [self] _ in
            channels.withLock { _ = $0.removeValue(forKey: key) }
        }
    }

    /// Asks every connection to end by itself.
    func quiesce() {
        for channel in current() {
            channel.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        }
    }

    /// Cuts every connection off.
    func close() {
        for channel in current() { channel.close(promise: nil) }
    }

    /// Waits until all connections open now are closed.
    func closed() async {
        for channel in current() { try? await channel.closeFuture.get() }
    }

    private func current() -> [any Channel] {
        channels.withLock { Array($0.values) }
    }
}
