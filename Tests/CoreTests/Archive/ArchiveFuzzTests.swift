import Core
import TestSupport
import Testing

@Suite("Damaged archives")
struct ArchiveFuzzTests {
    @Test("end in parts or an error, hold no more than a header and what came last, and give no byte they have not")
    func mutations() throws {
        let archives = try Self.archives()
        var random = SeededGenerator(seed: 12)
        var ends = (good: 0, refused: 0)
        for round in 0..<1000 {
            let bytes = Self.mutated(archives[round % archives.count], using: &random)
            var reader = ArchiveReader()
            var rest = bytes[...]
            var (given, most) = (0, 0)
            do throws(ArchiveError) {
                while !rest.isEmpty {
                    let piece = rest.prefix(Int.random(in: 1...3000, using: &random))
                    rest = rest.dropFirst(piece.count)
                    reader.append(piece)
                    while let part = try reader.next() { if case .content(let bytes) = part { given += bytes.count } }
                    most = max(most, reader.pending)
                }
                try reader.finish()
                ends.good += 1
            } catch {
                #expect(!error.description.isEmpty)
                ends.refused += 1
            }
            #expect(given <= bytes.count && most <= ArchiveReader.maximumExtension, "round \(round)")
        }
        // Else the mutations are too mild or too hard to try anything.
        #expect(ends.good > 100 && ends.refused > 100, "\(ends)")
    }

    @Test("bytes of any kind are no archive")
    func noise() {
        var random = SeededGenerator(seed: 13)
        for _ in 0..<200 {
            let bytes = (0..<1024).map { _ in UInt8.random(in: 0...255, using: &random) }
            #expect(throws: ArchiveError.notAnArchive) { try [ArchivedThing](reading: bytes) }
        }
    }

    private static func archives() throws -> [[UInt8]] {
        let small = ArchivedThing.everything.filter { $0.content.count < 1000 }
        var sparse = RawHeader(size: Array("00000000001".utf8), type: UInt8(ascii: "S"), magic: Array("ustar  ".utf8))
        sparse.rest[482] = 1
        let block = [UInt8](repeating: 0, count: 512)
        let gnu = RawHeader.with(Array("long\0".utf8), type: "L") + RawHeader.with(Array("t\0".utf8), type: "K")
        let pax = RawHeader.pax("path=p", "size=700", "mtime=1.5", type: "g")
        return [
            try Array(small.prefix(6)).archived(), try Array(small.suffix(8)).archived(),
            gnu + RawHeader(type: UInt8(ascii: "2")).bytes + sparse.bytes + block + block + RawHeader.end,
            pax + RawHeader().bytes + block + block + RawHeader.end,
        ]
    }

    /// Changes some bytes, mostly in headers, and makes the checksums right again half of the time.
    private static func mutated(_ good: [UInt8], using random: inout SeededGenerator) -> [UInt8] {
        var bytes = good
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            let block = Int.random(in: 0..<bytes.count / 512, using: &random) * 512
            // Sizes, types and magic are what decides; records and names are elsewhere.
            let place = [124..<136, 156..<157, 257..<263, 482..<484, 0..<40, 0..<512].randomElement(using: &random)
            let byte: UInt8? = [0, 0x20, 0x30, 0x37, 0x39, 0x4c, 0x53, 0x78, 0x80, 0xff].randomElement(using: &random)
            bytes[block + Int.random(in: place ?? 0..<1, using: &random)] =
                Bool.random(using: &random) ? byte ?? 0 : .random(in: 0...255, using: &random)
            if Bool.random(using: &random) { seal(&bytes, at: block) }
        }
        switch Int.random(in: 0..<8, using: &random) {
        case 0: bytes.removeLast(Int.random(in: 0...bytes.count, using: &random))
        case 1:
            let block = Int.random(in: 0...bytes.count / 512, using: &random)
            bytes.insert(contentsOf: bytes.prefix(512), at: block * 512)
        default: break
        }
        return bytes
    }

    private static func seal(_ bytes: inout [UInt8], at block: Int) {
        bytes.replaceSubrange(block + 148..<block + 156, with: Array("        ".utf8))
        let sum = bytes[block..<block + 512].reduce(0) { $0 + Int($1) }
        bytes.replaceSubrange(block + 148..<block + 154, with: Array(("000000" + String(sum, radix: 8)).suffix(6).utf8))
    }
}
