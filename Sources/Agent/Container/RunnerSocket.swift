import Core
import Glibc

/// The socket by which an agent reaches a kernel's runner.
enum RunnerSocket {
    /// Binds the path and listens; an older socket there is replaced.
    ///
    /// - Returns: The listening descriptor, which is to become the runner's; the agent keeps no copy.
    /// - Throws: ``SystemCallError``; `ENAMETOOLONG` where the path has more than the 107 bytes that fit an address.
    static func listen(at path: String) throws(SystemCallError) -> Descriptor {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        let fits = withUnsafeMutableBytes(of: &address.sun_path) { target in
            guard bytes.count < target.count else { return false }
            target.copyBytes(from: bytes)
            return true
        }
        guard fits else { throw SystemCallError(call: "bind", code: ENAMETOOLONG, path: path) }
        let type = CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue)
        let socket = Descriptor(owning: try checkedLibc("socket", path: path) { Glibc.socket(AF_UNIX, type, 0) })
        let number = socket.number
        if unlink(path) != 0, errno != ENOENT { throw SystemCallError(call: "unlink", code: errno, path: path) }
        try checkedLibc("bind", path: path) {
            withUnsafePointer(to: &address) { pointer in
                pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                    bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
                }
            }
        }
        try checkedLibc("listen", path: path) { Glibc.listen(number, 16) }
        return socket
    }
}
