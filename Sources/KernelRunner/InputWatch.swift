import CLinux
import Core
import Glibc

/// Finds out whether a program waits for input, for a client that sends a line only when one is asked for.
///
/// A pipe does not tell. The kernel does: a thread that sleeps in read(2) on the pipe says so in `/proc/PID/syscall`,
/// to whoever has the rights of its user, and what a thread that sleeps in epoll_wait(2) without an end waits for
/// stands in `/proc/PID/fdinfo`. What waits by poll(2), by select(2) for several, or with a timer, is not found.
struct InputWatch {
    /// How soon it is looked again, at first and at most.
    private static let intervals = Duration.milliseconds(10)...Duration.milliseconds(160)
    /// How long a look may take; what lies beyond is looked at never, in a sandbox of thousands of processes.
    private static let patience = Duration.milliseconds(20)
    #if arch(x86_64)
        private static let readCalls: Set<Substring> = ["0", "19"]
        private static let epollCalls: Set<Substring> = ["232", "281"]
        private static let selectCalls: Set<Substring> = ["23", "270"]
    #else
        private static let readCalls: Set<Substring> = ["63", "65"]
        private static let epollCalls: Set<Substring> = ["22"]
        private static let selectCalls: Set<Substring> = ["72"]
    #endif

    /// When it is to be looked next; nil for never.
    private(set) var next: Duration?
    private var interval = intervals.lowerBound

    /// Looks from `now` on.
    mutating func begin(at now: Duration) {
        interval = InputWatch.intervals.lowerBound
        next = now + interval
    }

    /// Stops looking, until input has come.
    mutating func pause() { next = nil }

    /// Whether it is time to look.
    mutating func isDue(at now: Duration) -> Bool {
        guard let due = next, now >= due else { return false }
        interval = min(interval * 2, InputWatch.intervals.upperBound)
        next = now + interval
        return true
    }

    /// Whether a process with the rights of `identity` sleeps in a read of the pipe that `writer` writes to.
    static func isAwaited(_ writer: CInt, by identity: RunnerConfiguration.Identity?) -> Bool {
        var pipe = stat()
        guard fstat(writer, &pipe) == 0, let processes = opendir("/proc") else { return false }
        defer { closedir(processes) }
        if let identity { bai_set_file_identity(identity.user, identity.group) }
        defer { if identity != nil { bai_set_file_identity(0, 0) } }
        let end = Monotonic.now + patience
        while let entry = readdir(processes), Monotonic.now < end {
            let name = entryName(entry)
            guard name.first?.isNumber == true, name != "1" else { continue }
            if isReading(process: name, pipe) { return true }
        }
        return false
    }

    private static func isReading(process: String, _ pipe: stat) -> Bool {
        guard let threads = opendir("/proc/\(process)/task") else { return false }
        defer { closedir(threads) }
        while let entry = readdir(threads) {
            let thread = entryName(entry)
            guard thread.first?.isNumber == true,
                let file = try? Descriptor.open("/proc/\(process)/task/\(thread)/syscall", O_RDONLY),
                let bytes = try? file.read(upTo: 256)
            else { continue }
            let words = String(decoding: bytes, as: UTF8.self).split(separator: " ")
            guard words.count > 5, let number = hexadecimal(words[1]) else { continue }
            if readCalls.contains(words[0]), isPipe("/proc/\(process)/fd/\(number)", pipe) { return true }
            // Of descriptors below 1 there is one.
            if selectCalls.contains(words[0]), number == 1, hexadecimal(words[5]) == 0,
                isPipe("/proc/\(process)/fd/0", pipe)
            {
                return true
            }
            if epollCalls.contains(words[0]), hexadecimal(words[4]).map({ Int32(truncatingIfNeeded: $0) }) == -1,
                isWatched("/proc/\(process)/fdinfo/\(number)", pipe)
            {
                return true
            }
        }
        return false
    }

    private static func isPipe(_ path: String, _ pipe: stat) -> Bool {
        var file = stat()
        return stat(path, &file) == 0 && file.st_ino == pipe.st_ino && file.st_dev == pipe.st_dev
    }

    /// Whether an epoll descriptor, by what is told of it, waits for the pipe to be readable.
    private static func isWatched(_ path: String, _ pipe: stat) -> Bool {
        guard let file = try? Descriptor.open(path, O_RDONLY), let bytes = try? file.read(upTo: 64 << 10) else {
            return false
        }
        // `tfd: 0 events: 1 data: 0 pos:0 ino:1a2b sdev:c`, numbers in hexadecimal.
        for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") where line.hasPrefix("tfd:") {
            let words = line.split(separator: " ")
            guard let events = words.firstIndex(of: "events:"), events + 1 < words.count,
                let mask = UInt32(words[events + 1], radix: 16), mask & 1 != 0,
                let inode = words.first(where: { $0.hasPrefix("ino:") })?.dropFirst(4)
            else { continue }
            if UInt64(inode, radix: 16) == UInt64(pipe.st_ino) { return true }
        }
        return false
    }

    private static func hexadecimal(_ word: Substring) -> UInt64? {
        word.hasPrefix("0x") ? UInt64(word.dropFirst(2), radix: 16) : nil
    }

    private static func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }
}
