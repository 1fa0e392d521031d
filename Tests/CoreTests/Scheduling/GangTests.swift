import Testing

@testable import Core

@Suite("Sessions of several kernels")
struct GangTests {
    private typealias Trial = TrialCluster

    @Test("start together or not at all")
    func allOrNone() {
        var trial = Trial([Trial.agent("a", cpu: 4), Trial.agent("b", cpu: 4)])
        let three = Array(repeating: Trial.slots(3), count: 3)
        #expect(
            trial.plan([Trial.session("three", three), Trial.session("two", Array(three.prefix(2)))]).places == [
                "two@a,b"
            ])
        #expect(trial.plan([Trial.session("one", cpu: 1)]).places == ["one@a"])
    }

    @Test("in single-node mode have one agent, and each kernel devices of its own")
    func singleNode() {
        let gpus = (0..<4).map { index in
            Device(id: DeviceID(rawValue: "gpu\(index)"), slot: Trial.gpu, capacity: Quantity(1))
        }
        let cpu = Device(id: DeviceID(rawValue: "cpu"), slot: .cpu, capacity: Quantity(8))
        var trial = Trial()
        trial.scheduler.set(
            AgentSnapshot(id: AgentID(rawValue: "a"), architecture: "x86_64", devices: gpus + [cpu]),
            rules: [Trial.gpu: SlotRules()])
        trial.scheduler.set(AgentSnapshot(id: AgentID(rawValue: "b"), architecture: "x86_64", devices: [cpu]))
        let kernels = Array(repeating: Trial.slots(2, gpu: 2), count: 2)
        let plan = trial.plan([Trial.session("s", kernels, mode: .singleNode)])
        let devices = plan.placements.flatMap { $0.session.kernels.flatMap { $0.shares.map(\.device.rawValue) } }
        #expect(plan.places == ["s@a,a"])
        #expect(devices.filter { $0.hasPrefix("gpu") }.sorted() == ["gpu0", "gpu1", "gpu2", "gpu3"])
        #expect(
            trial.plan([Trial.session("t", [Trial.slots(3), Trial.slots(3)], mode: .singleNode)]).places == ["t@b,b"])
        #expect(
            trial.plan([Trial.session("u", [Trial.slots(5), Trial.slots(5)], mode: .singleNode)]).reasons
                == ["u": .noAgent])
    }

    @Test("with unequal kernels are placed wherever a placement exists, the large ones first")
    func unequal() {
        var trial = Trial([Trial.agent("a", cpu: 4), Trial.agent("b", cpu: 2)])
        #expect(trial.plan([Trial.session("s", [Trial.slots(2), Trial.slots(4)])]).places == ["s@b,a"])
    }

    @Test("wait for room on several agents, which is kept for them")
    func reservation() {
        var trial = Trial((0..<3).map { Trial.agent("a\($0)", cpu: 4) })
        _ = trial.plan([
            Trial.session("r0", cpu: 4, limit: 30), Trial.session("r1", cpu: 4, limit: 20),
            Trial.session("r2", cpu: 4, limit: 10), Trial.session("gang", [Trial.slots(4), Trial.slots(3)], since: 1),
        ])
        #expect(trial.reservation?.start == 1020 && trial.reservation?.agents == ["a1", "a2"])
        trial.now = 1010
        trial.release("r2")
        let plan = trial.plan([
            Trial.session("long", cpu: 2, since: 2, limit: 11), Trial.session("short", cpu: 4, since: 3, limit: 10),
        ])
        #expect(plan.places == ["short@a2"])
        trial.now = 1020
        trial.release("short")
        trial.release("r1")
        #expect(trial.plan().places == ["gang@a1,a2"])
    }

    @Test("two that each need what the other one waits for do not hold parts: the first one starts first")
    func noDeadlock() {
        var trial = Trial([Trial.agent("a", cpu: 4), Trial.agent("b", cpu: 4)])
        _ = trial.plan([Trial.session("r", cpu: 4, limit: 10)])
        let two = [Trial.slots(4), Trial.slots(4)]
        #expect(trial.plan([Trial.session("x", two, since: 1), Trial.session("y", two, since: 2)]).placements.isEmpty)
        trial.release("r")
        #expect(trial.plan().places == ["x@a,b"])
        trial.release("x")
        #expect(trial.plan().places == ["y@a,b"])
    }

    @Test("that are larger than the whole cluster hold nobody up")
    func tooLarge() {
        var trial = Trial([Trial.agent("a", cpu: 4), Trial.agent("b", cpu: 4)])
        let three = Array(repeating: Trial.slots(3), count: 3)
        let plan = trial.plan([Trial.session("r", cpu: 4), Trial.session("x", three), Trial.session("y", cpu: 4)])
        #expect(plan.places == ["r@a", "y@b"] && plan.reasons == ["x": .noAgent])
    }
}
