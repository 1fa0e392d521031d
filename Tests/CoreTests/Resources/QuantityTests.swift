import Core
import Testing

@Suite("Quantity")
struct QuantityTests {
    @Test(
        "reads plain decimals in steps of a thousandth and writes them without exponent or trailing zeros",
        arguments: [
            ("0", "0"), ("1", "1"), ("1.5", "1.5"), ("1.50", "1.5"), ("20", "20"), ("0.001", "0.001"),
            ("0.0019", "0.001"),
            ("1.9999", "1.999"), (".5", "0.5"), ("5.", "5"), ("+2", "2"), ("-1.5", "-1.5"), ("-0.001", "-0.001"),
            ("007", "7"), ("536870912", "536870912"), ("9007199254740993", "9007199254740993"),
            ("9223372036854775", "9223372036854775"), ("-9223372036854775.806", "-9223372036854775.806"),
        ]
    )
    func decimals(text: String, expected: String) throws {
        #expect(try #require(Quantity(decimal: text)).description == expected)
    }

    @Test("knows infinity by its names", arguments: ["inf", "Infinity", "INFINITE"])
    func infinity(text: String) {
        #expect(Quantity(decimal: text) == .infinity)
        #expect(Quantity.infinity.description == "Infinity")
    }

    @Test(
        "refuses what is no plain decimal or too large to count",
        arguments: [
            "", ".", "-", "abc", "1e3", "0x10", "1,5", "1 ", " 1", "1.2.3", "--1", "٣", "NaN", "-inf",
            "9223372036854775807",
            "9223372036854775.807",
        ]
    )
    func refused(text: String) {
        #expect(Quantity(decimal: text) == nil)
    }

    @Test("adds and subtracts exactly; infinity less or more anything finite stays infinite")
    func arithmetic() throws {
        let (tenth, fifth) = (try #require(Quantity(decimal: "0.1")), try #require(Quantity(decimal: "0.2")))

        #expect((tenth + fifth).description == "0.3")
        #expect((tenth - fifth).description == "-0.1")
        #expect(Quantity.infinity - Quantity(3) == .infinity)
        #expect(Quantity.infinity + Quantity(3) == .infinity)
        #expect(Quantity(3) + .infinity == .infinity)
    }

    @Test("is infinite rather than wrong when a sum or a product is too large")
    func overflow() {
        let most = Quantity(thousandths: .max - 1)

        #expect(most + most == .infinity)
        #expect(Quantity(.max) == .infinity)
        #expect(Quantity(thousandths: .min + 1) - most < .zero)
        #expect(Quantity.zero - .infinity < Quantity(thousandths: .min + 2))
    }

    @Test("orders by amount, infinity last")
    func order() {
        let ordered = [Quantity(-1), .zero, Quantity(thousandths: 1), Quantity(1), Quantity(1 << 40), .infinity]

        #expect(ordered.shuffled().sorted() == ordered)
    }
}
