import Core
import Glibc

/// A local TCP port.
final class LocalListener: Sendable {
    /// Where it listens: `127.0.0.1:8080`.
    let address: String

    private let socket: Descriptor
    private let reader: CancellableReader

    /// Opens `[HOST:]PORT`; port 0 is any that is free.
    ///
    /// - Throws: ``CommandFailure`` when that is none, or is taken.
    init(_ place: String) throws {
        let parts = place.split(separator: ":", omittingEmptySubsequences: false)
        let host = parts.count > 1 ? parts.dropLast().joined(separator: ":") : "127.0.0.1"
        guard let port = parts.last.flatMap({ UInt16($0) }) else {
            throw CommandFailure(
                status: .invalidArgument, what: "`\(place)` is no local address", hint: "--bind 127.0.0.1:8080")
        }
        var internet = sockaddr_in()
        internet.sin_family = sa_family_t(AF_INET)
        internet.sin_port = port.bigEndian
        guard inet_pton(AF_INET, host == "localhost" ? "127.0.0.1" : host, &internet.sin_addr) == 1 else {
            throw CommandFailure(
                status: .invalidArgument, what: "`\(host)` is no address of this machine", hint: "--bind 127.0.0.1:8080"
            )
        }
        let number = Glibc.socket(AF_INET, CInt(SOCK_STREAM.rawValue) | CInt(SOCK_CLOEXEC.rawValue), 0)
        socket = Descriptor(owning: try checkedLibc("socket") { number })
        var yes: CInt = 1
        setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<CInt>.size))
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &internet) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                bind(number, address, length) == 0 && listen(number, 64) == 0
                    && getsockname(number, address, &length) == 0
            }
        }
        guard bound else {
            throw CommandFailure(
                what: "cannot listen at \(host):\(port)", why: String(cString: strerror(errno)),
                hint: "choose another port: --bind 127.0.0.1:0 takes one that is free")
        }
        address = "\(host):\(UInt16(bigEndian: internet.sin_port))"
        reader = try CancellableReader(number)
    }

    /// The next connection; nil after cancellation.
    func accept() async -> ConnectedSocket? {
        while (try? await reader.waitUntilReadable()) == true {
            let accepted = Glibc.accept(socket.number, nil, nil)
            guard accepted >= 0 else { continue }
            _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
            return ConnectedSocket(accepted)
        }
        return nil
    }
}

/// A connection of a local port.
struct ConnectedSocket: Sendable {
    let number: CInt

    init(_ number: CInt) {
        self.number = number
    }

    /// Closes it; once.
    func close() {
        _ = Glibc.close(number)
    }
}
