/// Stops the loop when neither a client nor anything it opened is left.
final class LoopOwner: Sendable {
    let loop = TransportLoop()

    deinit { loop.stop() }
}
