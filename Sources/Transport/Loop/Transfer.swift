import CCurl
import CCurlShim

/// One request under way on the loop's thread, and the callbacks by which libcurl reports it.
///
/// Not Sendable: libcurl holds an unretained pointer to it, so it must outlive its place in the
/// multi handle; ``LoopDriver`` sees to that.
final class Transfer {
    let id: TransportLoop.ID
    let plan: RequestPlan
    let easy: EasyHandle
    let sink: any TransferSink
    let started = ContinuousClock.now
    /// Whether libcurl waits for the sink to make room.
    private(set) var isPaused = false
    private var head = ResponseHeadParser()
    private var bodyOffset = 0
    /// What a callback refused; it explains libcurl's own code, which only says "aborted".
    private var refusal: TransportError?
    /// When a byte last moved; `nil` until the connection stands.
    private var lastActivity: ContinuousClock.Instant?

    init(
        id: TransportLoop.ID,
        plan: RequestPlan,
        socketName: String?,
        sink: any TransferSink
    ) throws(TransportError) {
        self.id = id
        self.plan = plan
        self.sink = sink
        easy = try EasyHandle(plan, socketName: socketName)
        let context = Unmanaged.passUnretained(self).toOpaque()
        easy.check(bai_easy_set_prereq_function(easy.raw, connectionStands, context))
        easy.check(bai_easy_set_header_function(easy.raw, headerArrived, context))
        easy.check(bai_easy_set_write_function(easy.raw, bytesArrived, context))
        if easy.setRequest(plan) {
            easy.check(bai_easy_set_read_function(easy.raw, bytesWanted, rewindWanted, context))
        }
        if let failure = easy.settingFailure { throw failure }
    }

    /// The first moment at which the transfer can have been silent for too long, seen from `now`.
    ///
    /// It only ever moves later; while a connection is being made its own timeout rules.
    func deadline(from now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard !isPaused, let timeout = plan.timeout else { return nil }
        return (lastActivity ?? now) + timeout
    }

    /// Lets a paused transfer go on; libcurl may deliver at once, from within the call.
    func resume() {
        guard isPaused else { return }
        isPaused = false
        touch()
        if curl_easy_pause(easy.raw, CURLPAUSE_CONT) != CURLE_OK, refusal == nil {
            refusal = .failed(reason: "libcurl could not resume the response of `\(plan.place)`")
        }
    }

    /// How the transfer ended, given libcurl's code.
    func ending(_ code: CURLcode) -> Result<Void, TransportError> {
        if let refusal { return .failure(refusal) }
        return code == CURLE_OK ? .success(()) : .failure(easy.failure(code, plan: plan))
    }

    private func touch() {
        if plan.timeout != nil { lastActivity = .now }
    }
}

extension Transfer {
    fileprivate func connected() -> Bool {
        touch()
        bodyOffset = 0
        do throws(TransportError) {
            try easy.checkPeer(plan)
        } catch {
            refusal = error
        }
        return refusal == nil && !easy.isBacklogFull
    }

    fileprivate func take(line: UnsafeRawBufferPointer) -> Bool {
        touch()
        do throws(TransportError) {
            if let head = try head.take(line: line) { try sink.begin(head) }
            return true
        } catch {
            refusal = error
            return false
        }
    }

    fileprivate func take(bytes: UnsafeRawBufferPointer) -> Int {
        touch()
        do throws(TransportError) {
            if try sink.receive(bytes) { return bytes.count }
            isPaused = true
            return Int(CURL_WRITEFUNC_PAUSE)
        } catch {
            refusal = error
            return 0
        }
    }

    fileprivate func fill(_ buffer: UnsafeMutableRawBufferPointer) -> Int {
        touch()
        guard case .body(let body) = plan.form else { return 0 }
        let count = min(buffer.count, body.count - bodyOffset)
        body.withUnsafeBytes {
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[bodyOffset..<(bodyOffset + count)]))
        }
        bodyOffset += count
        return count
    }

    fileprivate func rewind(to offset: Int) -> Bool {
        guard case .body(let body) = plan.form, (0...body.count).contains(offset) else { return false }
        bodyOffset = offset
        return true
    }
}

private func transfer(_ context: UnsafeMutableRawPointer?) -> Transfer? {
    context.map { Unmanaged<Transfer>.fromOpaque($0).takeUnretainedValue() }
}

private let connectionStands: bai_prereq_function = { context, _, _, _, _ in
    transfer(context)?.connected() == true ? CURL_PREREQFUNC_OK : CURL_PREREQFUNC_ABORT
}

private let headerArrived: bai_data_function = { bytes, size, count, context in
    let line = UnsafeRawBufferPointer(start: bytes, count: size * count)
    return transfer(context)?.take(line: line) == true ? line.count : 0
}

private let bytesArrived: bai_data_function = { bytes, size, count, context in
    transfer(context)?.take(bytes: UnsafeRawBufferPointer(start: bytes, count: size * count)) ?? 0
}

private let bytesWanted: bai_data_function = { bytes, size, count, context in
    transfer(context)?.fill(UnsafeMutableRawBufferPointer(start: bytes, count: size * count)) ?? 0
}

private let rewindWanted: bai_seek_function = { context, offset, origin in
    origin == 0 && transfer(context)?.rewind(to: Int(offset)) == true ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
}
