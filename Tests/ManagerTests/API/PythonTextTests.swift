import Core
import Testing

@testable import Manager

@Suite("Values as Python prints them")
struct PythonTextTests {
    @Test("slots are decimals by name")
    func slots() {
        let slots = ResourceSlots([.cpu: Quantity(thousandths: 1500), .mem: Quantity(536_870_912)])

        #expect(PythonText.slots(slots) == "{'cpu': Decimal('1.5'), 'mem': Decimal('536870912')}")
        #expect(PythonText.slots(.none) == "{}")
    }

    /// What `str({'A': …})` of Python 3.11 prints.
    @Test(
        "texts are quoted as Python quotes them",
        arguments: [
            ("x", "{'A': 'x'}"), ("it's", #"{'A': "it's"}"#), (#"it's "so""#, #"{'A': 'it\'s "so"'}"#),
            ("a\\b", #"{'A': 'a\\b'}"#),
            ("a\nb", #"{'A': 'a\nb'}"#),
        ]
    )
    func strings(text: String, expected: String) {
        #expect(PythonText.strings(["A": text]) == expected)
    }

    @Test("times have a blank and an offset")
    func times() {
        #expect(PythonText.time(1_767_323_045_000_006) == "2026-01-02 03:04:05.000006+00:00")
        #expect(PythonText.time(0) == "1970-01-01 00:00:00+00:00")
    }
}
