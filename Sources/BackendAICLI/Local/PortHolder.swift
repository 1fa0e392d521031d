import Core
import Glibc

/// Finds out who listens on a TCP port of this machine.
enum PortHolder {
    /// Whether the port of the loopback address can be had.
    static func isFree(_ port: Int) -> Bool {
        let socket = Descriptor(owning: socket(AF_INET, CInt(SOCK_STREAM.rawValue), 0))
        guard socket.number >= 0 else { return true }
        var one: CInt = 1
        setsockopt(socket.number, SOL_SOCKET, SO_REUSEADDR, &one, socklen_t(MemoryLayout<CInt>.size))
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(port).bigEndian
        address.sin_addr.s_addr = in_addr_t(0x7f00_0001).bigEndian
        let number = socket.number
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(number, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }

    /// The name and id of the process that listens on `port`; nil when it cannot be seen.
    static func describe(_ port: Int) -> String? {
        let inodes = ["/proc/net/tcp", "/proc/net/tcp6"].flatMap { path in
            ((try? FileText.read(path)) ?? "").split(separator: "\n").compactMap { inode(listeningOn: port, in: $0) }
        }
        guard !inodes.isEmpty else { return nil }
        let wanted = Set(inodes.map { "socket:[\($0)]" })
        for pid in Directory.entries("/proc") where pid.allSatisfy(\.isNumber) {
            for descriptor in Directory.entries("/proc/\(pid)/fd") {
                guard let target = Directory.link("/proc/\(pid)/fd/\(descriptor)"), wanted.contains(target) else {
                    continue
                }
                let name = ((try? FileText.read("/proc/\(pid)/comm")) ?? "").filter { !$0.isNewline }
                return "`\(name)`, process \(pid)"
            }
        }
        return nil
    }

    /// The socket's inode if a line of /proc/net/tcp shows one that listens (state 0A) on `port`.
    private static func inode(listeningOn port: Int, in line: Substring) -> Substring? {
        let fields = line.split(separator: " ")
        guard fields.count > 9, fields[3] == "0A", let colon = fields[1].lastIndex(of: ":") else { return nil }
        return Int(fields[1][fields[1].index(after: colon)...], radix: 16) == port ? fields[9] : nil
    }
}
