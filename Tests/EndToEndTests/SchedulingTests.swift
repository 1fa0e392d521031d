import BackendAIKit
import Core
import Foundation
import TestSupport
import Testing

@Suite("Scheduling on one machine")
struct SchedulingTests {
    private static let options = ["--port", "0", "--agent-slots", "cpu=2,mem=2g"]

    @Test("a session is ended when it has run for as long as it asked, and says why")
    func timeLimit() async throws {
        try await TestStack.with(options: Self.options) { stack in
            let started = try await stack.run("start", "-t", "lab-short", "--time-limit", "2s", "python")
            #expect(started.status == 0, "\(started)")
            let ended = try await stack.run("wait", "lab-short", "--for", "TERMINATED", "--timeout", "30")
            #expect(ended.status == 0, "\(ended)")
            let listed = try await stack.run("ps", "--all", "--fields", "name,status_info")
            #expect(listed.output.contains("exec-timeout"), "\(listed)")
        }
    }

    @Test("a session of a higher priority starts first, and one that ends in time passes one that waits for room")
    func order() async throws {
        try await TestStack.with(options: Self.options) { stack in
            let one = ["-r", "cpu=1", "-r", "mem=256m", "--enqueue-only", "python"]
            _ = try await stack.run("start", "-t", "lab-run", "--time-limit", "1h", "-r", "cpu=1", "python")
            let head = ["start", "-t", "lab-head", "-r", "cpu=2", "-r", "mem=256m", "--enqueue-only", "python"]
            _ = try await stack.command(head).run()
            _ = try await stack.command(["start", "-t", "lab-long"] + one).run()
            _ = try await stack.command(["start", "-t", "lab-quick", "--time-limit", "10m"] + one).run()
            let quick = try await stack.run("wait", "lab-quick", "--for", "RUNNING", "--timeout", "30")
            #expect(quick.status == 0, "\(quick)")
            // It would delay the one that waits.
            let long = try await stack.run("wait", "lab-long", "--for", "RUNNING", "--timeout", "1")
            #expect(long.status == 3, "\(long)")
            _ = try await stack.command(["start", "-t", "lab-urgent", "--priority", "90"] + one).run()
            _ = try await stack.run("rm", "lab-quick")
            let urgent = try await stack.run("wait", "lab-urgent", "--for", "RUNNING", "--timeout", "30")
            #expect(urgent.status == 0, "\(urgent)")
            _ = try await stack.run("rm", "lab-run")
            _ = try await stack.run("rm", "lab-urgent")
            let first = try await stack.run("wait", "lab-head", "--for", "RUNNING", "--timeout", "30")
            #expect(first.status == 0, "\(first)")
        }
    }

    @Test("what the scheduler is asked for is checked before anything is sent, and by the manager too")
    func refusals() async throws {
        try await TestStack.with(options: Self.options) { stack in
            for (option, value, words) in [
                ("--priority", "101", "0 to 100"), ("--time-limit", "soon", "such as 90m"),
                ("--time-limit", "0", "such as 90m"),
            ] {
                let refused = try await stack.run("start", option, value, "python")
                #expect(refused.status == 2 && refused.error.contains(words), "\(refused)")
            }
        }
    }

    @Test(
        "where a scaling group requeues, a batch session whose place is taken begins anew when there is room again",
        .enabled(if: TestMachine.canMakeContainers, "containers cannot be made here"))
    func requeue() async throws {
        try await TestStack.with(options: Self.options) { stack in
            let changed = try await stack.run(
                "admin", "scaling-group", "update", "default", "--scheduler-opts", #"{"preemption": "requeue"}"#)
            #expect(changed.status == 0, "\(changed)")
            let batch = try await stack.run(
                "start", "-t", "lab-batch", "--type", "batch", "-c", "sleep 100", "--preemptible", "--priority", "1",
                "-r", "cpu=2", "-r", "mem=256m", "bash")
            #expect(batch.status == 0, "\(batch)")
            let urgent = try await stack.run(
                "start", "-t", "lab-urgent", "--priority", "90", "-r", "cpu=2", "-r", "mem=256m", "python")
            #expect(urgent.status == 0, "\(urgent)")
            let waiting = try await stack.run("ps", "--fields", "name,status", "--plain")
            #expect(waiting.output.contains("PENDING"), "\(waiting)")
            _ = try await stack.run("rm", "lab-urgent")
            let again = try await stack.run("wait", "lab-batch", "--for", "RUNNING", "--timeout", "30")
            #expect(again.status == 0, "\(again)")
            let history = try await stack.run("session", "history", "lab-batch")
            #expect(history.output.contains("preempted"), "\(history)")
            _ = try await stack.run("rm", "lab-batch")
        }
    }
}
