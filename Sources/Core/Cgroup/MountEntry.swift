/// One line of `/proc/PID/mountinfo` (proc_pid_mountinfo(5)).
struct MountEntry: Equatable {
    /// The mount's number, unique among those that exist now.
    let id: Int
    /// The number of the mount that this one stands on.
    let parent: Int
    /// The directory of the file system that is visible at the mount point.
    let root: String
    /// The absolute path, as this process sees it.
    let mountPoint: String
    /// The type: `cgroup`, `cgroup2`, `ext4`.
    let type: String
    /// The options of the file system itself, where v1 names its controllers.
    let superOptions: [String]

    /// Reads one line; nil if it does not have the documented form.
    init?(line: Substring) {
        // 36 35 98:0 /root /mount/point rw,noatime master:1 shared:2 - ext3 /dev/root rw,errors=continue
        let fields = line.split(separator: " ", omittingEmptySubsequences: false)
        guard fields.count >= 9,
            let separator = fields[6...].firstIndex(of: "-"),
            separator + 3 < fields.count,
            let id = Int(fields[0]),
            let parent = Int(fields[1]),
            fields[4].hasPrefix("/")
        else { return nil }
        self.id = id
        self.parent = parent
        root = Self.unescaped(fields[3])
        mountPoint = Self.unescaped(fields[4])
        type = Self.unescaped(fields[separator + 1])
        superOptions = fields[separator + 3].split(separator: ",").map(String.init)
    }

    /// Undoes the kernel's escapes: `\040` for a space, `\011` tab, `\012` newline, `\134` backslash.
    static func unescaped(_ field: Substring) -> String {
        let bytes = Array(field.utf8)
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count)
        var index = 0
        while index < bytes.count {
            if let byte = escapedByte(in: bytes, at: index) {
                result.append(byte)
                index += 4
            } else {
                result.append(bytes[index])
                index += 1
            }
        }
        return String(decoding: result, as: UTF8.self)
    }

    private static func escapedByte(in bytes: [UInt8], at index: Int) -> UInt8? {
        guard bytes[index] == UInt8(ascii: "\\"), index + 3 < bytes.count else { return nil }
        var value = 0
        for byte in bytes[(index + 1)...(index + 3)] {
            guard byte >= UInt8(ascii: "0"), byte <= UInt8(ascii: "7") else { return nil }
            value = value * 8 + Int(byte - UInt8(ascii: "0"))
        }
        return UInt8(exactly: value)
    }
}
