import NIOCore

/// Runs a connection's tasks on the thread that does its connection's input and output.
///
/// What a task awaits mostly comes from that thread, and two threads that wake each other for every message cost more
/// than most handlers do: the way of one query through manager and agent was twenty such wakings. Actors with an
/// executor of their own, such as what blocks, stay where they are.
final class EventLoopExecutor: TaskExecutor {
    private let eventLoop: any EventLoop

    init(_ eventLoop: any EventLoop) {
        self.eventLoop = eventLoop
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        let executor = asUnownedTaskExecutor()
        eventLoop.execute { job.runSynchronously(on: executor) }
    }
}
