import Glibc

/// What one turn of the runner's loop waits for.
struct PollSet {
    /// What a descriptor stands for.
    enum Source: Equatable {
        case signals
        case listener
        case connection(CInt)
        case control
        case program(ProgramPipes.Stream)
        case input
        case channel(CInt, ChannelEnd)
    }

    /// Something that happened.
    struct Event: Equatable {
        let source: Source
        let isReadable: Bool
        let isWritable: Bool
    }

    private var entries: [pollfd] = []
    private var sources: [Source] = []

    /// Waits for `descriptor` to become readable or writable; with neither, for nothing.
    mutating func add(_ source: Source, _ descriptor: CInt, reading: Bool = false, writing: Bool = false) {
        guard reading || writing else { return }
        let events = (reading ? POLLIN : 0) | (writing ? POLLOUT : 0)
        entries.append(pollfd(fd: descriptor, events: Int16(events), revents: 0))
        sources.append(source)
    }

    /// Waits until something happens, at most until `deadline`, a time of ``Monotonic``.
    ///
    /// A descriptor whose other end is gone counts as ready for what was asked, so that the call on it tells.
    mutating func wait(until deadline: Duration?) -> [Event] {
        let milliseconds = deadline.map { CInt(clamping: Int64(max(.zero, $0 - Monotonic.now) / .milliseconds(1)) + 1) }
        let count = poll(&entries, nfds_t(entries.count), milliseconds ?? -1)
        guard count > 0 else { return [] }
        return zip(sources, entries).compactMap { source, entry in
            guard entry.revents != 0 else { return nil }
            let isBroken = CInt(entry.revents) & (POLLERR | POLLHUP | POLLNVAL) != 0
            func has(_ flag: CInt) -> Bool {
                CInt(entry.events) & flag != 0 && (isBroken || CInt(entry.revents) & flag != 0)
            }
            return Event(source: source, isReadable: has(POLLIN), isWritable: has(POLLOUT))
        }
    }
}
