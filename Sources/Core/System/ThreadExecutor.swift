#if os(Linux)
    import CLinux
    import Glibc
    import Synchronization

    /// Runs an actor's jobs on a thread of its own, so that calls that block (SQLite, fsync) keep no task
    /// of the shared pool from running.
    public final class ThreadExecutor: SerialExecutor {
        private struct State {
            var jobs: [UnownedJob] = []
            var isStopped = false
        }

        // The lock and condition live as long as the executor, which its thread keeps alive until it stops.
        private let state = Mutex(State())
        private let wakeups: Descriptor

        /// Starts the thread.
        ///
        /// - Throws: ``SystemCallError`` when no descriptor is left.
        public init() throws(SystemCallError) {
            wakeups = Descriptor(owning: try checked("eventfd") { bai_eventfd() })
            let reference = Unmanaged.passRetained(self)
            var thread = pthread_t()
            let code = pthread_create(
                &thread, nil,
                { argument in
                    guard let argument else { return nil }
                    Unmanaged<ThreadExecutor>.fromOpaque(argument).takeRetainedValue().run()
                    return nil
                }, reference.toOpaque())
            guard code == 0 else {
                reference.release()
                throw SystemCallError(call: "pthread_create", code: code)
            }
            pthread_detach(thread)
        }

        public func enqueue(_ job: consuming ExecutorJob) {
            let unowned = UnownedJob(job)
            let mustWake = state.withLock { state in
                state.jobs.append(unowned)
                return state.jobs.count == 1
            }
            if mustWake { wake() }
        }

        /// Ends the thread once the jobs at hand are done.
        public func stop() {
            state.withLock { $0.isStopped = true }
            wake()
        }

        private func wake() {
            var one: UInt64 = 1
            _ = write(wakeups.number, &one, 8)
        }

        private func run() {
            while true {
                let (jobs, isStopped) = state.withLock { state in
                    defer { state.jobs.removeAll(keepingCapacity: true) }
                    return (state.jobs, state.isStopped)
                }
                for job in jobs { job.runSynchronously(on: asUnownedSerialExecutor()) }
                if jobs.isEmpty {
                    if isStopped { return }
                    var count: UInt64 = 0
                    _ = read(wakeups.number, &count, 8)
                }
            }
        }
    }
#endif
