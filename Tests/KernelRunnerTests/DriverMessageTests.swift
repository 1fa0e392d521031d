import Testing

@testable import KernelRunner

@Suite("Driver message")
struct DriverMessageTests {
    @Test(
        "is one of four, or none",
        arguments: [
            (Array("H".utf8), DriverMessage.ready), (Array("B\0\0\u{1}\u{2}".utf8), .begun(number: 258)),
            (Array("I\0".utf8), .waitingInput(isPassword: false)),
            (Array("I\u{1}".utf8), .waitingInput(isPassword: true)),
            (Array("F\0\0\0\u{7}\u{3}\u{1}".utf8), .finished(number: 7, exitCode: 3, byInterrupt: true)),
            ([], nil), (Array("HH".utf8), nil), (Array("I".utf8), nil), (Array("I\u{2}".utf8), nil),
            (Array("F\0\0\0\u{7}\u{3}".utf8), nil), (Array("X".utf8), nil),
        ] as [([UInt8], DriverMessage?)])
    func parsing(bytes: [UInt8], expected: DriverMessage?) {
        #expect(DriverMessage(bytes[...]) == expected)
    }
}
