import Core
import Synchronization

/// Wakes a listener at the earliest of the moments that it has asked for.
final class Alarm: Sendable {
    /// A clock that has been set is found out after that time.
    private static let longest = Duration.seconds(600)

    private let signal: AsyncStream<Void>.Continuation
    private let planned = Mutex(UnixTime.never)

    /// An alarm that wakes by a signal.
    init(_ signal: AsyncStream<Void>.Continuation) {
        self.signal = signal
    }

    /// Asks for a moment.
    ///
    /// - Returns: What is to be run beside the listener, if nothing wakes it earlier anyway.
    func sleep(until moment: UnixTime, from now: UnixTime) -> (@Sendable () async -> Void)? {
        guard moment != .never else { return nil }
        let pause = min(max(.zero, moment - now), Alarm.longest)
        let end = UnixTime(microseconds: now.microseconds + Int64(pause / .microseconds(1)))
        let isEarliest = planned.withLock { planned in
            guard end < planned else { return false }
            planned = end
            return true
        }
        guard isEarliest else { return nil }
        return { [self] in
            try? await Task.sleep(for: pause)
            planned.withLock { if $0 == end { $0 = .never } }
            signal.yield()
        }
    }
}
