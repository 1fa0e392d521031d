import Core
import Testing

@testable import Agent

@Suite("Agent configuration")
struct AgentConfigurationTests {
    private static let least = """
        [agent]
        state-directory = "/s"
        socket = "/s/agent.sock"
        pid-file = "/s/agent.pid"
        runner = "/r"

        """

    @Test("needs four paths, and has sensible values for the rest")
    func defaults() throws {
        let configuration = try AgentConfiguration(toml: Self.least, path: "a.toml")

        #expect(configuration.stateDirectory == "/s")
        #expect(configuration.socket == "/s/agent.sock")
        #expect(configuration.pidFile == "/s/agent.pid")
        #expect(configuration.runner == "/r")
        #expect(configuration.runtime == "runc")
        #expect(configuration.name == nil)
        #expect(configuration.slots == nil)
        #expect(configuration.scratchSize == BinarySize(bytes: 1 << 30))
        #expect(!configuration.usesMemoryScratch)
        #expect(configuration.mockAccelerators.isEmpty && configuration.nvmlLibrary == nil)
    }

    @Test("takes every value that is given")
    func values() throws {
        let text =
            Self.least + """
                runtime = "/usr/bin/crun"
                id = "i-mine"
                slots = "cpu=8, mem=32g"
                scratch-size = "256m"
                scratch-type = "memory"
                mock-accelerators = ["/etc/a.toml", "/etc/b.toml"]
                nvml-library = "libnvidia-ml.so.1"
                """
        let configuration = try AgentConfiguration(toml: text, path: "a.toml")

        #expect(configuration.runtime == "/usr/bin/crun")
        #expect(configuration.name == "i-mine")
        #expect(configuration.slots == ResourceSlots([.cpu: Quantity(8), .mem: Quantity(32 << 30)]))
        #expect(configuration.scratchSize == BinarySize(bytes: 256 << 20))
        #expect(configuration.usesMemoryScratch)
        #expect(configuration.mockAccelerators == ["/etc/a.toml", "/etc/b.toml"])
        #expect(configuration.nvmlLibrary == "libnvidia-ml.so.1")
    }

    @Test(
        "names the file and the key of what is wrong",
        arguments: [
            ("", "`a.toml` has no table `[agent]`"),
            ("[agent]\n", "`a.toml`: `agent.state-directory` must be a string"),
            (least + "runtime = 1\n", "`a.toml`: `agent.runtime` must be a string"),
            (least + "rnuner = 1\n", "`a.toml`: unknown key `agent.rnuner`"),
            (
                least + "scratch-size = \"15m\"\n",
                "`a.toml`: `agent.scratch-size` must be a size of at least 16m, not `15m`"
            ),
            (
                least + "scratch-type = \"disk\"\n",
                "`a.toml`: `agent.scratch-type` must be `hostfile` or `memory`, not `disk`"
            ),
            (least + "mock-accelerators = \"a\"\n", "`a.toml`: `agent.mock-accelerators` must be a list of files"),
            (least + "mock-accelerators = [1]\n", "`a.toml`: `agent.mock-accelerators` must be a list of files"),
            (
                least + "slots = \"cpu\"\n",
                "`a.toml`: `agent.slots` must be a list such as `cpu=8,mem=32g`, not `cpu`"
            ),
        ]
    )
    func faults(text: String, message: String) {
        let error = #expect(throws: ConfigurationError.self) { try AgentConfiguration(toml: text, path: "a.toml") }

        #expect(error?.description == message)
    }

    @Test(
        "lists of slots that are none",
        arguments: ["", ",", "cpu", "cpu=", "=1", "cpu=0", "cpu=-1", "mem=lots", "cpu=1,mem", "cpu=inf"])
    func noSlots(text: String) {
        #expect(ResourceSlots(listing: text) == nil)
    }
}

@Suite("Node slots")
struct NodeSlotsTests {
    @Test("this machine gives away its processors, and its memory but for what it keeps itself")
    func machine() {
        let slots = NodeSlots.ofThisMachine()

        #expect(slots.names == [.cpu, .mem])
        #expect(slots[.cpu] >= Quantity(1))
        #expect(slots[.mem].whole > 0)
        #expect(slots[.mem].thousandths % 1000 == 0)
    }

    @Test("an agent is named after its host, and knows its processor")
    func names() {
        #expect(NodeSlots.defaultName.hasPrefix("i-"))
        #expect(NodeSlots.defaultName.count > 2)
        #expect(["x86_64", "aarch64"].contains(NodeSlots.architecture))
    }
}
