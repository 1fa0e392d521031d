#if os(Linux)
    import Glibc

    extension CgroupGroup {
        /// Removes the group and every group below it, leaves first, from each hierarchy that has it.
        ///
        /// The kernel answers EBUSY while a process, or a zombie not yet reaped, is inside; that is tried again
        /// for about `limit`, during which the calling thread is blocked. What does not exist is a success.
        /// Failing in one hierarchy does not keep the others from being cleaned.
        ///
        /// - Throws: ``CgroupError/remaining(paths:errno:)`` with the directories left.
        public func remove(within limit: Duration = .seconds(2)) throws(CgroupError) {
            let deadline = ContinuousClock.now + limit
            var pause = Pause()
            while true {
                var removal = Removal()
                for directory in directories {
                    removal.remove(directory)
                }
                guard let reason = removal.reason else { return }
                guard removal.isWorthRepeating, ContinuousClock.now < deadline else {
                    throw .remaining(paths: removal.left, errno: reason)
                }
                pause.wait()
            }
        }
    }

    /// One walk over the groups to be removed, and what it left.
    private struct Removal {
        private(set) var left: [String] = []
        private(set) var reason: CInt?
        private(set) var isWorthRepeating = false

        mutating func remove(_ directory: String) {
            do {
                for name in try CgroupFile.directories(in: directory) {
                    remove("\(directory)/\(name)")
                }
            } catch {
                // Whether it can be removed is decided by the removal itself.
            }
            guard rmdir(directory) != 0, errno != ENOENT else { return }
            left.append(directory)
            // A group with groups below it answers EBUSY too; ENOTEMPTY is what other file systems say.
            if errno == EBUSY || errno == ENOTEMPTY { isWorthRepeating = true }
            reason = reason ?? errno
        }
    }
#endif
