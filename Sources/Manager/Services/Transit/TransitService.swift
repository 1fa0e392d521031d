import Core
import ServiceLifecycle

/// Has what is on its way looked at when something is due, when an agent falls silent, and when rules change.
struct TransitService: Service {
    let watch: TransitWatch
    let store: Store
    /// Says that an agent does not answer.
    let silence: Signal
    let clock: SteadyClock

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }

    private func work() async {
        let (signals, signal) = silence.listen()
        defer { signal.finish() }
        await withDiscardingTaskGroup { group in
            group.addTask {
                let (changes, change) = store.rulesHint.listen()
                defer { change.finish() }
                for await _ in changes { signal.yield() }
            }
            let alarm = Alarm(signal)
            signal.yield()
            for await _ in signals {
                let next = await watch.look()
                if let sleep = alarm.sleep(until: next, from: clock.now) {
                    group.addTask { await sleep() }
                }
            }
            group.cancelAll()
        }
    }
}
