import Core

/// What happened to kernels and devices since the agent started, numbered; managers follow it and can go back.
actor EventLog {
    /// How many events are kept; a manager that is further behind compares everything anyway.
    private static let capacity = 4096

    private var events: [AgentEvent] = []
    private var last = 0
    private var followers: [Int: AsyncStream<AgentEvent>.Continuation] = [:]
    private var nextFollower = 0

    /// Writes what a kernel is like now, and passes it on.
    func append(_ report: KernelReport) {
        append(AgentEvent(number: last + 1, kernel: report))
    }

    /// Writes what the devices are now, and passes it on; what they were before is told to nobody any more.
    func append(_ devices: DeviceInventory) {
        events.removeAll { $0.devices != nil }
        append(AgentEvent(number: last + 1, devices: devices))
    }

    private func append(_ event: AgentEvent) {
        last = event.number
        events.append(event)
        if events.count > EventLog.capacity { events.removeFirst(events.count - EventLog.capacity) }
        for follower in followers.values { follower.yield(event) }
    }

    /// The events after number `number` that are still kept, then those to come.
    func follow(after number: Int) -> AsyncStream<AgentEvent> {
        let (stream, continuation) = AsyncStream<AgentEvent>.makeStream()
        for event in events where event.number > number { continuation.yield(event) }
        nextFollower += 1
        let follower = nextFollower
        followers[follower] = continuation
        continuation.onTermination = { [weak self] _ in
            Task { await self?.remove(follower) }
        }
        return stream
    }

    private func remove(_ follower: Int) {
        followers[follower] = nil
    }
}
