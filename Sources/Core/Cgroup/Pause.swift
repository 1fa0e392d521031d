#if os(Linux)
    import Glibc

    /// A wait between two looks at the kernel, from 1 ms doubling to 32 ms.
    ///
    /// Blocks the thread: groups are killed and removed on threads made for blocking work.
    struct Pause {
        private var microseconds: useconds_t = 1000

        mutating func wait() {
            usleep(microseconds)
            microseconds = min(microseconds * 2, 32_000)
        }
    }
#endif
