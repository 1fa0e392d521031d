import Core
import Glibc

/// Looks for what a deleted stack may have left: processes, mounts, loop devices, cgroups, files, ids.
public enum StackLeaks {
    /// What is left of the stack whose state was in `state`; a sentence each.
    public static func find(of state: String) -> [String] {
        let stack = StackID(stateDirectory: state).text
        var leaks: [String] = []
        if access(state, F_OK) == 0 { leaks.append("the state directory `\(state)`") }
        if access("/run/backend.ai/\(stack)", F_OK) == 0 { leaks.append("`/run/backend.ai/\(stack)`") }
        let mounts = (try? FileText.read("/proc/self/mountinfo")) ?? ""
        leaks += mounts.split(separator: "\n").filter { $0.contains(state) }.map { "the mount `\($0)`" }
        for device in Directory.entries("/sys/block") where device.hasPrefix("loop") {
            let file = (try? FileText.read("/sys/block/\(device)/loop/backing_file")) ?? ""
            if file.contains(state) { leaks.append("the loop device `\(device)`") }
        }
        for pid in Directory.entries("/proc") where pid.allSatisfy(\.isNumber) {
            let command = (try? FileText.read("/proc/\(pid)/cmdline")) ?? ""
            let environment = (try? FileText.read("/proc/\(pid)/environ")) ?? ""
            let mine = environment.contains("BACKENDAI_STATE_DIR=\(state)\0") && !command.contains("xctest")
            if command.contains(state) || mine {
                leaks.append("process \(pid): `\(command.replacing("\0", with: " "))`")
            }
        }
        leaks += cgroups(containing: stack)
        return leaks
    }

    private static func cgroups(containing stack: String) -> [String] {
        let controllers = Directory.entries("/sys/fs/cgroup")
        let roots: [String] = ["/sys/fs/cgroup"] + controllers.map { "/sys/fs/cgroup/\($0)" }
        let paths: [String] = roots.map { "\($0)/backend.ai/\(stack)" }
        return paths.filter { access($0, F_OK) == 0 }.map { "the cgroup `\($0)`" }
    }
}
