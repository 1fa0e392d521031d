import Core
import Testing

@testable import Agent

@Suite("KernelDevices")
struct KernelDevicesTests {
    static func spec(_ devices: [DeviceShare]?) -> KernelSpec {
        KernelSpec(
            kernel: KernelID(rawValue: "k"), session: SessionID(rawValue: "s"), sessionName: "mine",
            accessKey: AccessKey(rawValue: "AKIATEST"), image: "local/python:3.11",
            slots: ResourceSlots([.cpu: Quantity(1), .mem: Quantity(256 << 20)]), devices: devices,
            sharedMemory: 64 << 20, environment: [:], hostname: "main1")
    }

    @Test("programs read what they hold in the original's form")
    func text() {
        func share(_ slot: String, _ id: String, _ amount: Quantity) -> DeviceShare {
            DeviceShare(slot: SlotName(slot), device: DeviceID(rawValue: id), amount: amount)
        }
        let shares = [
            share("cuda.shares", "GPU-1", Quantity(thousandths: 500)), share("cuda.shares", "GPU-2", Quantity(1)),
            share("cpu", "node0", Quantity(1)), share("mem", "node0", Quantity(256 << 20)),
        ]
        #expect(
            KernelDevices(spec: Self.spec(shares)).text == """
                CID=k
                MOUNTS=
                SLOTS={"cpu":"1","mem":"268435456"}
                CPU_SHARES=node0:1
                CUDA.SHARES_SHARES=GPU-1:0.5,GPU-2:1
                MEM_SHARES=node0:256m

                """)
    }

    @Test("variables that name devices are facts that a user cannot set")
    func environment() {
        let environment = KernelEnvironment(
            spec: Self.spec(nil), imageLabels: [:], devices: ["CUDA_VISIBLE_DEVICES": "GPU-1"])
        #expect(environment.values["CUDA_VISIBLE_DEVICES"] == "GPU-1")
    }
}
