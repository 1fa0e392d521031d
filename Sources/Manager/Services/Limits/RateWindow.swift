/// How many requests somebody has made within the 900 seconds that end now.
///
/// Counted in sub-windows of 30 seconds: the current one and the thirty before it. One is forgotten when the whole of it
/// is older than the window, so that never more than the limit pass within any 900 seconds; the price is that a request
/// counts up to 30 seconds longer than it should. A request costs the same whatever the limit; a key costs 128 bytes.
struct RateWindow: Sendable {
    /// The window, in seconds.
    static let length = 900

    private static let slotLength = 30
    private static let slots = length / slotLength + 1

    /// What becomes of a request.
    enum Verdict: Equatable {
        /// It passes, and so many more may.
        case admitted(remaining: Int)
        /// It is one too many; not before so many seconds another one passes.
        case refused(retryAfter: Int)
    }

    /// What each sub-window has counted, at its number modulo their count; empty before the first request.
    private var counts: [UInt32] = []
    private var total = 0
    /// The number of the current sub-window.
    private var current = 0

    /// Counts one request, unless it is one too many: such a one does not count.
    ///
    /// - Parameters:
    ///   - limit: How many may pass.
    ///   - second: A clock that is never set, in whole seconds. Where it goes back nevertheless, time stands still.
    /// - Returns: Whether it passes.
    mutating func admit(limit: Int, at second: Int) -> Verdict {
        advance(to: second / RateWindow.slotLength)
        guard total < limit else { return .refused(retryAfter: patience(at: second)) }
        counts[current % RateWindow.slots] += 1
        total += 1
        return .admitted(remaining: limit - total)
    }

    private mutating func advance(to slot: Int) {
        if counts.isEmpty || slot - current >= RateWindow.slots {
            counts = Array(repeating: 0, count: RateWindow.slots)
            total = 0
            current = slot
            return
        }
        while current < slot {
            current += 1
            let index = current % RateWindow.slots
            total -= Int(counts[index])
            counts[index] = 0
        }
    }

    /// The seconds until the oldest sub-window that has counted anything is forgotten.
    private func patience(at second: Int) -> Int {
        let oldest = (current - RateWindow.slots + 1...current).first { $0 >= 0 && counts[$0 % RateWindow.slots] > 0 }
        return max(1, ((oldest ?? current) + RateWindow.slots) * RateWindow.slotLength - second)
    }
}
