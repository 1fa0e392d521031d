import Core
import FoundationEssentials

/// The time of day as it was when the manager started, and the time that has passed since.
///
/// A machine's clock that is set makes nobody idle.
struct SteadyClock: Sendable {
    private let time: @Sendable () -> UnixTime

    /// The machine's clocks.
    init() {
        let (start, started) = (Date(), ContinuousClock.now)
        self.init {
            let passed = (ContinuousClock.now - started) / .microseconds(1)
            return UnixTime(microseconds: Timestamp.microseconds(start) + Int64(passed))
        }
    }

    /// A clock that somebody else keeps.
    init(_ time: @escaping @Sendable () -> UnixTime) {
        self.time = time
    }

    /// The present moment.
    var now: UnixTime { time() }
}
