import Core
import Logging
import Synchronization
import Testing

@testable import Agent

@Suite("DeviceWatch")
struct DeviceWatchTests {
    /// An accelerator that says what a test tells it to.
    private final class Scripted: Accelerator {
        let answer: Mutex<Result<[DeviceReport], AcceleratorFailure>>

        init(_ devices: [DeviceReport]) {
            answer = Mutex(.success(devices))
        }

        var profile: AcceleratorProfile {
            AcceleratorProfile(name: "scripted", rules: [DeviceWatchTests.slot: SlotRules()], variable: "DEVICES")
        }

        func say(_ answer: Result<[DeviceReport], AcceleratorFailure>) { self.answer.withLock { $0 = answer } }

        func devices() async throws(AcceleratorFailure) -> [DeviceReport] { try answer.withLock { $0 }.get() }

        func usage() async -> [DeviceUsage] { [] }
    }

    private static let slot = SlotName("x.device")
    private static let cpu = DeviceReport(id: DeviceID(rawValue: "node0"), slot: .cpu, capacity: Quantity(2))

    private static func device(_ id: String, problem: String? = nil) -> DeviceReport {
        DeviceReport(id: DeviceID(rawValue: id), slot: slot, capacity: Quantity(1), problem: problem)
    }

    private static func watch(_ accelerator: Scripted, _ events: EventLog = EventLog()) -> DeviceWatch {
        DeviceWatch(
            machine: DeviceInventory([cpu], [.cpu: SlotRules()]), accelerators: [accelerator], events: events,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    @Test("a change is told once, and the last one alone to whoever asks later")
    func events() async throws {
        let (accelerator, events) = (Scripted([Self.device("a")]), EventLog())
        let watch = Self.watch(accelerator, events)
        await watch.look()
        await watch.look()
        accelerator.say(.success([Self.device("a", problem: "hot")]))
        await watch.look()
        var iterator = await events.follow(after: 0).makeAsyncIterator()
        let told = try #require(await iterator.next())
        #expect(told.number == 2 && told.kernel == nil && told.devices == watch.inventory)
        #expect(watch.inventory.devices == [Self.cpu, Self.device("a", problem: "hot")])
    }

    @Test("a device that is not listed any more, and all of an accelerator that says nothing, are broken and not gone")
    func silence() async {
        let accelerator = Scripted([Self.device("a"), Self.device("b")])
        let watch = Self.watch(accelerator)
        await watch.look()
        accelerator.say(.success([Self.device("a")]))
        await watch.look()
        let gone = Self.device("b", problem: "it is not there any more")
        #expect(watch.inventory.devices == [Self.cpu, Self.device("a"), gone])
        accelerator.say(.failure(AcceleratorFailure("no answer")))
        await watch.look()
        #expect(watch.inventory.devices == [Self.cpu, Self.device("a", problem: "no answer"), gone])
        accelerator.say(.success([Self.device("a"), Self.device("b")]))
        await watch.look()
        #expect(watch.inventory.devices == [Self.cpu, Self.device("a"), Self.device("b")])
    }

    @Test("garbage changes nothing")
    func garbage() async {
        let accelerator = Scripted([Self.device("a")])
        let watch = Self.watch(accelerator)
        await watch.look()
        accelerator.say(.success([Self.device("a"), Self.device("a")]))
        await watch.look()
        #expect(watch.inventory.devices == [Self.cpu, Self.device("a")])
    }

    @Test("a kernel that is to hold what is not there, or does not work, is refused with the reason")
    func refusal() async {
        let watch = Self.watch(Scripted([Self.device("a"), Self.device("b", problem: "hot")]))
        await watch.look()
        func refusal(_ device: String, _ slot: SlotName = DeviceWatchTests.slot) -> AgentProblem? {
            watch.refusal(
                of: KernelDevicesTests.spec([
                    DeviceShare(slot: slot, device: DeviceID(rawValue: device), amount: Quantity(1))
                ]))
        }
        #expect(refusal("a") == nil)
        // What processors and memory are called does not matter to anybody.
        #expect(refusal("node7", .cpu) == nil)
        #expect(refusal("b")?.message == "the device `b` does not work: hot")
        #expect(refusal("c")?.message == "this agent has no device `c` of `x.device`")
    }
}
