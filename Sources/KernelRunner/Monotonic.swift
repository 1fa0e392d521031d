import Glibc

/// The clock that only moves forward.
enum Monotonic {
    /// Now; only differences mean something.
    static var now: Duration {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return .seconds(Int64(time.tv_sec)) + .nanoseconds(Int64(time.tv_nsec))
    }
}
