#if os(Linux)
    import CLinux
    import Glibc
    import Synchronization

    /// Tells when a group has run out of memory, through a descriptor that can be polled.
    ///
    /// v1: an eventfd registered for `memory.oom_control` (admin-guide/cgroup-v1/memory.rst, "OOM Control").
    /// v2: inotify on `memory.events` (admin-guide/cgroup-v2.rst).
    /// What happened before the watch is not reported; read the statistics once after making it.
    public final class OOMWatch: Sendable {
        /// What a look at the watch found.
        public enum Finding: Sendable, Equatable {
            /// Something else changed, or nothing.
            case nothing
            /// The limit was reached and the kernel began to kill. On v1 the notice comes before the kill is counted.
            case outOfMemory
            /// The group is gone; close the watch.
            case groupRemoved
        }

        private enum Source: Sendable {
            case legacy(controlFile: String)
            case unified(eventsFile: String)
        }

        /// Readable when ``consume()`` has something to look at; it stays the watch's and is closed with it.
        public let descriptor: CInt
        private let source: Source
        private let knownKills: Mutex<UInt64>

        /// Watches a group that exists.
        ///
        /// - Throws: ``CgroupError/noController(_:)`` where memory is not controlled, or the call that failed.
        public convenience init(_ group: CgroupGroup) throws(CgroupError) {
            if let directory = group.legacyDirectory(.memory) {
                try self.init(legacy: directory)
            } else if let directory = group.unifiedDirectory {
                try self.init(unified: directory)
            } else {
                throw .noController(.memory)
            }
        }

        private init(legacy directory: String) throws(CgroupError) {
            let controlFile = "\(directory)/memory.oom_control"
            let control = open(controlFile, O_RDONLY | O_CLOEXEC)
            guard control >= 0 else { throw .failed(call: "open", path: controlFile, errno: errno) }
            // The kernel needs this one during the registration only.
            defer { close(control) }
            let event = bai_eventfd()
            guard event >= 0 else { throw .failed(call: "eventfd", path: controlFile, errno: -event) }
            do throws(CgroupError) {
                let outcome = bai_set_nonblocking(event, 1)
                guard outcome >= 0 else { throw .failed(call: "fcntl", path: controlFile, errno: -outcome) }
                try CgroupFile.write("\(event) \(control)", to: "\(directory)/cgroup.event_control")
            } catch {
                close(event)
                throw error
            }
            descriptor = event
            source = .legacy(controlFile: controlFile)
            knownKills = Mutex(0)
        }

        private init(unified directory: String) throws(CgroupError) {
            let eventsFile = "\(directory)/memory.events"
            let inotify = inotify_init1(CInt(IN_CLOEXEC | IN_NONBLOCK))
            guard inotify >= 0 else { throw .failed(call: "inotify_init1", path: eventsFile, errno: errno) }
            guard inotify_add_watch(inotify, eventsFile, UInt32(IN_MODIFY)) >= 0 else {
                let number = errno
                close(inotify)
                throw .failed(call: "inotify_add_watch", path: eventsFile, errno: number)
            }
            let kills: UInt64
            do throws(CgroupError) {
                kills = try Self.kills(in: eventsFile) ?? 0
            } catch {
                close(inotify)
                throw error
            }
            descriptor = inotify
            source = .unified(eventsFile: eventsFile)
            knownKills = Mutex(kills)
        }

        deinit {
            close(descriptor)
        }

        /// Empties the descriptor and says what made it readable; never blocks.
        public func consume() throws(CgroupError) -> Finding {
            let hadEvents = drain()
            switch source {
            case .legacy(let controlFile):
                // The removal of the group is announced by the same descriptor.
                guard access(controlFile, F_OK) == 0 else { return .groupRemoved }
                return hadEvents ? .outOfMemory : .nothing
            case .unified(let eventsFile):
                guard let kills = try Self.kills(in: eventsFile) else { return .groupRemoved }
                return knownKills.withLock { known in
                    defer { known = kills }
                    return kills > known ? .outOfMemory : .nothing
                }
            }
        }

        private static func kills(in eventsFile: String) throws(CgroupError) -> UInt64? {
            try CgroupFile.readIfPresent(eventsFile).map { ControlFileText.counters($0)["oom_kill"] ?? 0 }
        }

        private func drain() -> Bool {
            // 8 bytes are an eventfd's whole content; an inotify event on a file has 16 bytes and no name.
            var buffer = [UInt8](repeating: 0, count: 1024)
            var hadEvents = false
            while true {
                let count = read(descriptor, &buffer, buffer.count)
                if count > 0 {
                    hadEvents = true
                } else if count == 0 || errno != EINTR {
                    return hadEvents
                }
            }
        }
    }
#endif
