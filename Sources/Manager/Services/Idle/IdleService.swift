import Core
import ServiceLifecycle

/// Has idle sessions looked at when something may be due, and samples taken of what they make use of.
struct IdleService: Service {
    /// What comes within that time is looked at together.
    private static let pause = Duration.seconds(1)

    let watch: IdleWatch
    let store: Store
    let roster: SessionRoster
    let activity: SessionActivity
    let clock: SteadyClock

    func run() async throws {
        await cancelWhenGracefulShutdown { await work() }
    }

    private func work() async {
        let (signals, signal) = roster.signal.listen()
        defer { signal.finish() }
        await withDiscardingTaskGroup { group in
            group.addTask {
                let (changes, change) = store.rulesHint.listen()
                defer { change.finish() }
                for await _ in changes {
                    await watch.reload()
                    signal.yield()
                }
            }
            group.addTask {
                let (uses, use) = activity.signal.listen()
                defer { use.finish() }
                for await _ in uses { signal.yield() }
            }
            if watch.rules.checks.contains(.utilization) { group.addTask { await sample(signal) } }
            let alarm = Alarm(signal)
            signal.yield()
            for await _ in signals {
                let next = await watch.look()
                if let sleep = alarm.sleep(until: next, from: clock.now) { group.addTask { await sleep() } }
                try? await Task.sleep(for: IdleService.pause)
            }
            group.cancelAll()
        }
    }

    private func sample(_ signal: AsyncStream<Void>.Continuation) async {
        while !Task.isCancelled {
            do {
                try await Task.sleep(for: .seconds(watch.rules.utilization.interval))
            } catch {
                return
            }
            await watch.sample()
            signal.yield()
        }
    }
}
