import Core
import Testing

@Suite("Base64")
struct Base64Tests {
    @Test(
        "is the standard alphabet with padding",
        arguments: [([], ""), ([0xff], "/w=="), ([0xfb, 0xff], "+/8="), ([1, 2, 3], "AQID")] as [([UInt8], String)])
    func vectors(bytes: [UInt8], text: String) {
        #expect(Base64.encode(bytes) == text)
        #expect(Base64.decode(text) == bytes)
    }

    @Test("refuses what is none", arguments: ["!", "A", "AQI", "-_8="])
    func refused(text: String) {
        #expect(Base64.decode(text) == nil)
    }
}
