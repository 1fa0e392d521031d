import CLinux
import Core
import Glibc

/// Finds out whether a program waits for input, for a client that sends a line only when one is asked for.
///
/// A pipe does not tell. The kernel does: a thread that sleeps in read(2) on the pipe says so in `/proc/PID/syscall`,
/// to whoever has the rights of its user. What waits by poll(2) is not found: it waits for other things too.
struct InputWatch {
    /// How soon it is looked again, at first and at most.
    private static let intervals = Duration.milliseconds(10)...Duration.milliseconds(160)
    /// The most processes that are looked at.
    private static let maximumProcesses = 256
    #if arch(x86_64)
        private static let readCalls: Set<Substring> = ["0", "19"]
    #else
        private static let readCalls: Set<Substring> = ["63", "65"]
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
        var looked = 0
        while looked < maximumProcesses, let entry = readdir(processes) {
            let name = entryName(entry)
            guard name.first?.isNumber == true, name != "1" else { continue }
            looked += 1
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
            guard words.count > 1, readCalls.contains(words[0]), words[1].hasPrefix("0x"),
                let number = CInt(words[1].dropFirst(2), radix: 16)
            else { continue }
            var read = stat()
            if stat("/proc/\(process)/fd/\(number)", &read) == 0, read.st_ino == pipe.st_ino,
                read.st_dev == pipe.st_dev
            {
                return true
            }
        }
        return false
    }

    private static func entryName(_ entry: UnsafeMutablePointer<dirent>) -> String {
        withUnsafePointer(to: &entry.pointee.d_name) {
            $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
    }
}
