import Testing

@testable import Core

@Suite("Network statistics")
struct NetworkStatisticsTests {
    private static let heading = """
        Inter-|   Receive                                                |  Transmit
         face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed

        """

    @Test("adds up all interfaces but the loopback")
    func sum() {
        let text =
            Self.heading + """
                    lo: 9000      90    0    0    0     0          0         0     9000      90    0    0    0     0       0          0
                  eth0: 1000      10    1    2    0     0          0         0      200       3    0    0    0     0       0          0
                veth1:5 1 0 0 0 0 0 0 7 1 0 0 0 0 0 0

                """

        #expect(NetworkStatistics(text: text) == NetworkStatistics(receivedBytes: 1005, sentBytes: 207))
    }

    @Test("an interface whose name only begins with `lo` counts", arguments: ["lo0", "loop"])
    func similarName(name: String) {
        let text = Self.heading + "\(name): 1 0 0 0 0 0 0 0 2 0 0 0 0 0 0 0\n"

        #expect(NetworkStatistics(text: text) == NetworkStatistics(receivedBytes: 1, sentBytes: 2))
    }

    @Test("passes over what it does not understand", arguments: ["", "eth0: 1 2", "eth0: a b c d e f g h i", "eth0"])
    func damaged(line: String) {
        #expect(NetworkStatistics(text: Self.heading + line) == NetworkStatistics())
    }

    #if os(Linux)
        @Test("reads a living process, and knows nothing of one that is gone")
        func process() throws {
            #expect(try NetworkStatistics.seen(by: 1) != nil)
            // Above the largest number that the kernel gives out, 2^22.
            #expect(try NetworkStatistics.seen(by: 4_194_305) == nil)
        }
    #endif
}
