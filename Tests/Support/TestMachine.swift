import Core
import Glibc

/// What this machine allows tests to do.
public enum TestMachine {
    /// Where the built programs lie: beside the test bundle.
    public static let programs: String = {
        let path = CommandLine.arguments.first { $0.contains(".xctest") } ?? CommandLine.arguments[0]
        let bundle = path.firstRange(of: ".xctest").map { path[..<$0.lowerBound] } ?? path[...]
        return String(bundle[..<(bundle.lastIndex(of: "/") ?? bundle.startIndex)])
    }()

    /// Whether containers can be made here: root, runc, and the static runner built.
    public static var canMakeContainers: Bool { whyNoContainers == nil }

    /// What is missing for containers; nil when nothing is.
    public static let whyNoContainers: String? = {
        guard geteuid() == 0 else { return "needs root" }
        guard HostProgram.find("runc") != nil else { return "needs runc" }
        guard access(programs + "/static/backend.ai-kernel-runner", X_OK) == 0 else {
            return "needs the static kernel runner (`make build`)"
        }
        return nil
    }()
}
