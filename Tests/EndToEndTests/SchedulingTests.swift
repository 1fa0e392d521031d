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

    @Test("`why` names who holds what is needed and the smallest change, which really starts it; `top` shows the queue")
    func explanations() async throws {
        try await TestStack.with(options: Self.options) { stack in
            _ = try await stack.run("start", "-t", "lab-run", "--time-limit", "1h", "-r", "cpu=1", "python")
            let wanted = ["-r", "mem=512m", "--enqueue-only", "python"]
            _ = try await stack.command(["start", "-t", "lab-wait", "-r", "cpu=2"] + wanted).run()
            let why = try await stack.run("why", "lab-wait")
            #expect(why.status == 0, "\(why)")
            for words in [
                "session `lab-wait` waits: no agent has enough free `cpu`", "nobody else waits", "`lab-run`",
                "it starts at ", "it would start now with cpu=1 instead of 2",
            ] {
                #expect(why.output.contains(words), "\(why)")
            }
            let told = try await stack.run("why", "lab-wait", "--output", "json")
            let answer = try JSONValue(parsing: told.outputBytes)
            #expect(answer["position"] == 1 && answer["waiting"] == 1)
            #expect(answer["changes"]?.items?.first?["option"] == "-r cpu=1", "\(told)")
            let top = try await stack.run("top")
            #expect(top.status == 0 && top.output.contains("1 session running, 1 waiting"), "\(top)")
            #expect(top.output.contains("1 of 2") && top.output.contains("next: no agent has enough"), "\(top)")
            _ = try await stack.run("rm", "lab-wait")
            let changed = try await stack.command(["start", "-t", "lab-less", "-r", "cpu=1"] + wanted).run()
            #expect(changed.status == 0, "\(changed)")
            let runs = try await stack.run("wait", "lab-less", "--for", "RUNNING", "--timeout", "30")
            #expect(runs.status == 0, "\(runs)")
            let running = try await stack.run("why", "lab-less")
            #expect(running.output == "session `lab-less` does not wait: it is RUNNING\n", "\(running)")
            let unknown = try await stack.run("why", "nobody-knows")
            #expect(unknown.status == 1 && unknown.error.contains("hint:"), "\(unknown)")
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
