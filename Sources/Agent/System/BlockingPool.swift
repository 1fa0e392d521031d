public import Core
import Glibc

/// A few threads for calls that block: mounts, copies, fsync, removal.
///
/// Tasks wait for a thread in the order of their arrival, so that no more than ``threadCount`` calls block at once
/// and the cooperative pool never does.
public final class BlockingPool: Sendable {
    /// The number of threads.
    public let threadCount: Int
    private let queue: JobQueue

    /// Starts the threads; they end when the pool goes.
    ///
    /// - Throws: ``SystemCallError`` if the machine has no more threads to give.
    public init(threadCount: Int = 4) throws(SystemCallError) {
        self.threadCount = threadCount
        queue = JobQueue()
        for _ in 0..<threadCount {
            do throws(SystemCallError) {
                try Self.startThread(on: queue)
            } catch {
                queue.close()
                throw error
            }
        }
    }

    deinit { queue.close() }

    /// Runs `body` on a thread of the pool.
    ///
    /// Cancellation does not interrupt it: what has begun is carried to its end.
    public func run<Value: Sendable, Failure: Error>(
        _ body: @escaping @Sendable () throws(Failure) -> Value
    ) async throws(Failure) -> Value {
        let result: Result<Value, Failure> = await withCheckedContinuation { continuation in
            queue.add {
                do throws(Failure) {
                    continuation.resume(returning: .success(try body()))
                } catch {
                    continuation.resume(returning: .failure(error))
                }
            }
        }
        return try result.get()
    }

    private static func startThread(on queue: JobQueue) throws(SystemCallError) {
        let reference = Unmanaged.passRetained(queue)
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { argument in
                guard let argument else { return nil }
                let queue = Unmanaged<JobQueue>.fromOpaque(argument).takeRetainedValue()
                while let job = queue.next() { job() }
                return nil
            }, reference.toOpaque())
        guard code == 0 else {
            reference.release()
            throw SystemCallError(call: "pthread_create", code: code)
        }
        pthread_detach(thread)
    }
}

/// Jobs that wait, under a POSIX condition.
///
/// `@unchecked Sendable`: every access to `jobs` and `isClosed` is made with `lock` held, and lock and condition
/// stay at one address from `init` to `deinit`, as POSIX demands.
private final class JobQueue: @unchecked Sendable {
    private let lock = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrival = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private var jobs: [@Sendable () -> Void] = []
    private var isClosed = false

    init() {
        lock.initialize(to: pthread_mutex_t())
        arrival.initialize(to: pthread_cond_t())
        // Neither fails with default attributes (pthread_mutex_init(3)).
        pthread_mutex_init(lock, nil)
        pthread_cond_init(arrival, nil)
    }

    deinit {
        pthread_cond_destroy(arrival)
        pthread_mutex_destroy(lock)
        arrival.deallocate()
        lock.deallocate()
    }

    func add(_ job: @escaping @Sendable () -> Void) {
        pthread_mutex_lock(lock)
        jobs.append(job)
        pthread_mutex_unlock(lock)
        pthread_cond_signal(arrival)
    }

    /// Waits for a job; nil once the queue is closed and empty.
    func next() -> (@Sendable () -> Void)? {
        pthread_mutex_lock(lock)
        defer { pthread_mutex_unlock(lock) }
        while jobs.isEmpty {
            if isClosed { return nil }
            pthread_cond_wait(arrival, lock)
        }
        return jobs.removeFirst()
    }

    func close() {
        pthread_mutex_lock(lock)
        isClosed = true
        pthread_mutex_unlock(lock)
        pthread_cond_broadcast(arrival)
    }
}
