/// Calls on sockets that exist; making one is examined.
enum SocketCalls {
    static let allowed: [SystemCallName] = [
        "accept", "accept4", "bind", "connect", "getpeername", "getsockname", "getsockopt", "listen", "recv",
        "recvfrom", "recvmmsg", "recvmmsg_time64", "recvmsg", "send", "sendmmsg", "sendmsg", "sendto", "setsockopt",
        "shutdown",
    ]
}
