#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What of the C library no imported package offers.
enum HostSystem {
    /// The error of bind(2) on an address that someone listens on.
    static let addressInUse = EADDRINUSE

    /// Seconds since 1970-01-01 00:00:00 UTC, without leap seconds.
    static func unixTime() -> Int { time(nil) }

    /// Removes the directory entry `path`; an absent one is fine.
    static func removeFile(_ path: String) { _ = unlink(path) }
}
