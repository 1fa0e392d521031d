import Core
import FoundationEssentials
import Testing

@Suite("Resource slots")
struct ResourceSlotsTests {
    private static func slots(_ amounts: [String: Int64]) -> ResourceSlots {
        ResourceSlots(Dictionary(uniqueKeysWithValues: amounts.map { (SlotName($0.key), Quantity($0.value)) }))
    }

    @Test(
        "fit where no component is greater; a missing one is zero",
        arguments: [
            (["a": 4, "b": 100], ["a": 3, "b": 200], false), (["a": 3, "b": 200], ["a": 4, "b": 100], false),
            (["a": 2], ["a": 3, "b": 200], true), (["a": 3, "b": 200], ["a": 3], false),
            (["a": 3, "b": 0], ["a": 3], true),
            ([:], [:], true), (["a": 3], ["a": 3], true),
        ]
    )
    func fitting(request: [String: Int64], capacity: [String: Int64], fits: Bool) {
        #expect(Self.slots(request).fits(in: Self.slots(capacity)) == fits)
    }

    @Test("are zero where they are not listed")
    func missing() {
        #expect(Self.slots(["a": 1])[SlotName("b")] == .zero)
    }

    @Test(
        "say by their names what they are: the device, what of it, and which sort of slice",
        arguments: [
            ("cuda.device:mig-10g", "cuda", "device", "mig-10g", true), ("cuda.shares", "cuda", "shares", "", true),
            ("cpu", "cpu", "", "", false), ("mem", "mem", "", "", false),
        ]
    )
    func parts(text: String, kind: String, major: String, minor: String, isAccelerator: Bool) {
        let slot = SlotName(text)
        #expect(slot.kind == kind && slot.major == major && slot.minor == minor)
        #expect(slot.isAccelerator == isAccelerator)
    }

    @Test("name the first slot, in order of names, of which there is too little")
    func excess() {
        let request = Self.slots(["cpu": 2, "mem": 2, "zeta": 9])

        #expect(request.firstExcess(over: Self.slots(["cpu": 2, "mem": 1])) == .mem)
        #expect(request.firstExcess(over: Self.slots(["mem": 1])) == .cpu)
        #expect(request.firstExcess(over: Self.slots(["cpu": 2, "mem": 2, "zeta": 9])) == nil)
    }

    @Test("add and subtract slot by slot, down to negative amounts")
    func arithmetic() {
        let (left, right) = (Self.slots(["cpu": 1, "mem": 5]), Self.slots(["cpu": 2, "cuda.device": 1]))

        #expect(left + right == Self.slots(["cpu": 3, "mem": 5, "cuda.device": 1]))
        #expect(left - right == Self.slots(["cpu": -1, "mem": 5, "cuda.device": -1]))
    }

    @Test("are decimal strings by slot on the wire")
    func wire() throws {
        let slots = ResourceSlots([
            .cpu: Quantity(thousandths: 1500), .mem: Quantity(536_870_912), SlotName("x"): .infinity,
        ])
        let text = String(decoding: try JSONEncoder().encode(slots), as: UTF8.self)

        #expect(slots.wire.map { "\($0.slot)=\($0.amount)" } == ["cpu=1.5", "mem=536870912", "x=Infinity"])
        #expect(try JSONDecoder().decode(ResourceSlots.self, from: Data(text.utf8)) == slots)
    }

    @Test(
        "are refused on the wire when an amount is none",
        arguments: [#"{"cpu":"1x"}"#, #"{"cpu":1}"#, #"{"cpu":null}"#, "[]"])
    func malformed(text: String) {
        #expect(throws: DecodingError.self) { try JSONDecoder().decode(ResourceSlots.self, from: Data(text.utf8)) }
    }

    @Test("are summed up for people with sizes of memory")
    func summary() {
        #expect(Self.slots(["cpu": 1, "mem": 512 << 20]).summary == "cpu 1, mem 512m")
        #expect(ResourceSlots.none.summary.isEmpty)
    }

    @Test(
        "read amounts by the kind of slot: sizes where the name contains `mem`, decimals elsewhere",
        arguments: [
            ("mem", "512m", "536870912"), ("cuda.mem", "2g", "2147483648"), ("mem", "1024", "1024"),
            ("cpu", "1.5", "1.5"),
            ("cuda.smp", "2g", nil), ("cpu", "512m", nil), ("mem", "lots", nil), ("mem", "inf", "Infinity"),
        ] as [(String, String, String?)]
    )
    func amounts(slot: String, text: String, expected: String?) {
        #expect(SlotName(slot).quantity(parsing: text)?.description == expected)
    }
}
