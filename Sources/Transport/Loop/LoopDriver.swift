import CCurl

/// What the loop's thread does: commands, transfers, WebSockets, deadlines, and again.
///
/// Not Sendable: it is made on the thread and never leaves it.
final class LoopDriver {
    /// How many connections stay open for reuse besides those in use.
    private static let idleConnections = 64
    /// How long to wait before a unix socket whose backlog was full is tried again.
    private static let backlogPause = Duration.milliseconds(5)

    private let loop: TransportLoop
    private let multi: MultiHandle
    private var socketNames = UnixSocketNames()
    private var transfers: [TransportLoop.ID: Transfer] = [:]
    private var webSockets: [TransportLoop.ID: WebSocketConnection] = [:]
    /// Whose each handle of libcurl's messages is.
    private var owners: [UnsafeMutableRawPointer: TransportLoop.ID] = [:]
    /// Handles that wait out a full backlog and are not in the multi handle meanwhile.
    private var delayed: [TransportLoop.ID: ContinuousClock.Instant] = [:]
    /// No deadline lies before this; it may be earlier than all of them.
    private var nextDeadline: ContinuousClock.Instant?
    private var isStopping = false
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 * 1024, alignment: 16)

    init(loop: TransportLoop, multi: MultiHandle) {
        self.loop = loop
        self.multi = multi
    }

    deinit { buffer.deallocate() }

    /// Works until the loop is stopped.
    func run() {
        var descriptors: [curl_waitfd] = []
        var watched: [WebSocketConnection] = []
        while true {
            loop.takeCommands().forEach(obey)
            if isStopping { return endAll() }
            multi.perform()
            while let (easy, code) = multi.nextDone() { finish(easy, code) }
            serve(watched, descriptors)
            enforceDeadlines()
            descriptors.removeAll(keepingCapacity: true)
            watched.removeAll(keepingCapacity: true)
            let timeout = watch(&descriptors, &watched)
            multi.poll(&descriptors, timeout: timeout)
        }
    }

    private func obey(_ command: TransportLoop.Command) {
        switch command {
        case .start(let id, let plan, let sink):
            attempt(command) { () throws(TransportError) in
                let transfer = try Transfer(id: id, plan: plan, socketName: socketNames.name(for: plan), sink: sink)
                try add(transfer.easy, of: id)
                transfers[id] = transfer
                note(transfer.deadline(from: transfer.started))
            }
        case .open(let id, let plan, let upgrade, let channel):
            attempt(command) { () throws(TransportError) in
                let connection = try WebSocketConnection(
                    id: id, plan: plan, socketName: socketNames.name(for: plan), upgrade: upgrade, channel: channel)
                try add(connection.easy, of: id)
                webSockets[id] = connection
            }
        case .resume(let id):
            transfers[id]?.resume()
            if let transfer = transfers[id] { note(transfer.deadline(from: .now)) }
            if let connection = webSockets[id] { serve(connection, isReadable: true) }
        case .flush(let id):
            if let connection = webSockets[id] { serve(connection, isReadable: false) }
        case .cancel(let id):
            if let transfer = transfers[id] { end(transfer, .failure(.cancelled)) }
            if let connection = webSockets[id] { remove(connection, .cancelled) }
        case .stop: isStopping = true
        }
    }

    private func attempt(_ command: TransportLoop.Command, _ body: () throws(TransportError) -> Void) {
        do throws(TransportError) {
            try body()
        } catch {
            command.fail(error)
        }
    }

    private func add(_ easy: EasyHandle, of id: TransportLoop.ID) throws(TransportError) {
        multi.keepConnections(Self.idleConnections + transfers.count + webSockets.count + 1)
        guard multi.add(easy) else { throw .failed(reason: "libcurl could not start a request") }
        owners[easy.raw] = id
    }

    private func endAll() {
        for transfer in Array(transfers.values) { end(transfer, .failure(TransportLoop.stoppedError)) }
        for connection in Array(webSockets.values) { remove(connection, TransportLoop.stoppedError) }
        for command in loop.takeCommands() { command.fail(TransportLoop.stoppedError) }
    }
}

// MARK: - Transfers

extension LoopDriver {
    private func finish(_ easy: UnsafeMutableRawPointer, _ code: CURLcode) {
        guard let id = owners[easy] else { return }
        if let connection = webSockets[id] { return connected(connection, code) }
        guard let transfer = transfers[id] else { return }
        transfer.easy.noteFailure(code, plan: transfer.plan)
        if retryLater(id, transfer.easy, since: transfer.started, transfer.plan) { return }
        end(transfer, transfer.ending(code))
    }

    private func end(_ transfer: Transfer, _ ending: Result<Void, TransportError>) {
        if delayed.removeValue(forKey: transfer.id) == nil { multi.remove(transfer.easy) }
        transfers[transfer.id] = nil
        owners[transfer.easy.raw] = nil
        transfer.sink.finish(ending)
    }

    /// Puts a handle aside whose unix socket had a full backlog, unless its time is over.
    private func retryLater(
        _ id: TransportLoop.ID,
        _ easy: EasyHandle,
        since start: ContinuousClock.Instant,
        _ plan: RequestPlan
    ) -> Bool {
        let next = ContinuousClock.now + Self.backlogPause
        guard easy.isBacklogFull, next < start + plan.connectTimeout else { return false }
        easy.forgetFailure()
        multi.remove(easy)
        delayed[id] = next
        note(next)
        return true
    }
}

// MARK: - WebSockets

extension LoopDriver {
    private func connected(_ connection: WebSocketConnection, _ code: CURLcode) {
        let (easy, plan) = (connection.easy, connection.plan)
        easy.noteFailure(code, plan: plan)
        do throws(TransportError) {
            if code == CURLE_OK { try easy.checkPeer(plan) }
        } catch {
            return remove(connection, error)
        }
        if retryLater(connection.id, easy, since: connection.started, plan) { return }
        guard code == CURLE_OK, !easy.isBacklogFull else {
            return remove(connection, easy.failure(code, plan: plan))
        }
        connection.begin()
        serve(connection, isReadable: false)
    }

    /// Serves the connections that the last poll, whose answers are in `descriptors`, found ready.
    private func serve(_ watched: [WebSocketConnection], _ descriptors: [curl_waitfd]) {
        for (connection, descriptor) in zip(watched, descriptors) where webSockets[connection.id] === connection {
            let events = Int32(descriptor.revents)
            guard events != 0 || connection.hasMoreToRead else { continue }
            serve(connection, isReadable: events & ~CURL_WAIT_POLLOUT != 0 || connection.hasMoreToRead)
        }
    }

    private func serve(_ connection: WebSocketConnection, isReadable: Bool) {
        connection.serve(isReadable: isReadable, buffer: buffer)
        note(connection.deadline)
        if connection.isFinished { remove(connection, nil) }
    }

    private func remove(_ connection: WebSocketConnection, _ error: TransportError?) {
        if delayed.removeValue(forKey: connection.id) == nil { multi.remove(connection.easy) }
        webSockets[connection.id] = nil
        owners[connection.easy.raw] = nil
        if let error { connection.channel.end(error) }
        connection.channel.end(TransportError.closed(code: nil, reason: "the connection is gone"))
        connection.channel.closed.open()
    }

    /// Lists the descriptors to wait for and says how many milliseconds to wait at most.
    private func watch(_ descriptors: inout [curl_waitfd], _ watched: inout [WebSocketConnection]) -> Int {
        var timeout = 60_000
        for connection in webSockets.values {
            guard let descriptor = connection.descriptor else { continue }
            if connection.hasMoreToRead { timeout = 0 }
            let events =
                (connection.wantsToRead ? CURL_WAIT_POLLIN : 0) | (connection.wantsToWrite ? CURL_WAIT_POLLOUT : 0)
            // Without events a hang-up would still be reported, over and over.
            guard events != 0 else { continue }
            descriptors.append(curl_waitfd(fd: descriptor, events: Int16(events), revents: 0))
            watched.append(connection)
        }
        guard timeout > 0, let nextDeadline else { return timeout }
        return min(timeout, max(0, (nextDeadline - .now).milliseconds))
    }
}

// MARK: - Deadlines

extension LoopDriver {
    private func note(_ deadline: ContinuousClock.Instant?) {
        guard let deadline else { return }
        nextDeadline = nextDeadline.map { min($0, deadline) } ?? deadline
    }

    /// Ends what has been silent for too long; costs nothing before the first deadline.
    private func enforceDeadlines() {
        let now = ContinuousClock.now
        guard let next = nextDeadline, next <= now else { return }
        nextDeadline = nil
        for (id, time) in delayed {
            guard time <= now else {
                note(time)
                continue
            }
            delayed[id] = nil
            guard let easy = transfers[id]?.easy ?? webSockets[id]?.easy else { continue }
            _ = multi.add(easy)
        }
        for transfer in Array(transfers.values) {
            guard let deadline = transfer.deadline(from: now), deadline <= now else {
                note(transfer.deadline(from: now))
                continue
            }
            end(transfer, .failure(Self.silence(transfer.plan)))
        }
        for connection in Array(webSockets.values) {
            guard let deadline = connection.deadline, deadline <= now else {
                note(connection.deadline)
                continue
            }
            connection.expire()
            remove(connection, Self.silence(connection.plan))
        }
    }

    private static func silence(_ plan: RequestPlan) -> TransportError {
        .timedOut(reason: "no byte from `\(plan.place)` for \(plan.timeout ?? .zero)")
    }
}
