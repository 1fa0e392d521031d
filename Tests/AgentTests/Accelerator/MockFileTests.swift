import Core
import Testing

@testable import Agent

@Suite("Mock accelerators in TOML")
struct MockFileTests {
    private static let text = """
        sharing = "fractional"
        quantum = "0.25"
        strategy = "evenly"
        fragments = false
        variable = "CUDA_VISIBLE_DEVICES"

        [[device]]
        id = "GPU-1"
        model = "H100"
        memory = "80g"
        units = 132
        node = 0

        [[device]]
        id = "GPU-2"
        capacity = 2

        [[link]]
        between = ["GPU-1", "GPU-2"]
        kind = "nvlink"
        """

    @Test("every key is understood")
    func whole() throws {
        let description = try MockFile.description(toml: Self.text, path: "m.toml")
        let slot = SlotName("cuda.shares")

        #expect(description.devices.map(\.slot) == [slot, slot])
        #expect(description.devices.map(\.capacity) == [Quantity(1), Quantity(2)])
        #expect(description.devices.map(\.memory) == [80 << 30, nil] && description.devices.map(\.node) == [0, nil])
        #expect(description.devices.map { $0.links?.map(\.kind) } == [[.nvlink], [.nvlink]])
        #expect(
            description.rules == [
                slot: SlotRules(
                    quantum: Quantity(thousandths: 250), strategy: .evenly, granularity: .fractional,
                    allowsFragments: false)
            ])
    }

    @Test(
        "what is wrong is named with the file",
        arguments: [
            ("colour = \"red\"", "`m.toml`: unknown key `colour`"),
            ("[[device]]\nid = \"a\"\nsize = 1", "`m.toml`: unknown key `size`"),
            ("[[device]]\nmodel = \"a\"", "`m.toml`: the key `id` is missing"),
            (
                "quantum = 0.1\n[[device]]\nid = \"a\"",
                "`m.toml`: `quantum` must be an amount in quotes, such as \"0.1\""
            ),
            (
                "strategy = \"best\"\n[[device]]\nid = \"a\"",
                "`m.toml`: `strategy` must be one of `fill`, `evenly`, not `best`"
            ),
            ("sharing = \"discrete\"", "`m.toml`: no `[[device]]` is described"),
        ])
    func wrong(text: String, sentence: String) {
        let error = #expect(throws: ConfigurationError.self) { try MockFile.description(toml: text, path: "m.toml") }
        #expect(error?.description == sentence)
    }

    @Test("what is no TOML, and a file that is not there, are refused")
    func unreadable() {
        let error = #expect(throws: ConfigurationError.self) { try MockFile.description(toml: "=", path: "m.toml") }
        #expect(error?.description.hasPrefix("`m.toml` is no TOML file: ") == true)
        let absent = #expect(throws: ConfigurationError.self) { try MockFile.accelerator(at: "/nonexistent/m.toml") }
        #expect(absent?.description.contains("/nonexistent/m.toml") == true)
    }
}
