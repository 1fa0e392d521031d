/// What the network interfaces of one network namespace have carried, the loopback left out.
public struct NetworkStatistics: Sendable, Equatable {
    /// Bytes received since the interfaces exist.
    public var receivedBytes: UInt64
    /// Bytes sent since the interfaces exist.
    public var sentBytes: UInt64

    /// Takes both numbers.
    public init(receivedBytes: UInt64 = 0, sentBytes: UInt64 = 0) {
        self.receivedBytes = receivedBytes
        self.sentBytes = sentBytes
    }

    /// Adds up the text of `/proc/PID/net/dev`.
    ///
    /// After the name and a colon stand eight columns for receiving and eight for sending, bytes first.
    /// The two heading lines have no such numbers and are passed over.
    public init(text: String) {
        self.init()
        for line in text.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            let name = line[..<colon].drop(while: \.isWhitespace)
            let columns = line[line.index(after: colon)...].split(whereSeparator: \.isWhitespace)
            guard name != "lo", columns.count >= 9,
                let received = UInt64(columns[0]), let sent = UInt64(columns[8])
            else { continue }
            receivedBytes &+= received
            sentBytes &+= sent
        }
    }
}

#if os(Linux)
    extension NetworkStatistics {
        /// The numbers of the network namespace that a process is in; nil once the process is gone.
        ///
        /// - Throws: ``CgroupError`` if the file is there and cannot be read.
        public static func seen(by pid: Int32) throws(CgroupError) -> NetworkStatistics? {
            do {
                return NetworkStatistics(text: try CgroupFile.read("/proc/\(pid)/net/dev"))
            } catch .failed(_, _, let number)
                where CgroupFile.isAbsence(number) || CgroupFile.isMissingProcess(number)
            {
                return nil
            } catch {
                throw error
            }
        }
    }
#endif
