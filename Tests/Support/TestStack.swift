import Core
import Foundation
import Glibc

/// A local stack of its own for one test: state directory, port, cgroups and containers that no other stack shares.
public final class TestStack: Sendable {
    /// The state directory.
    public let state: String

    /// Makes a state directory; nothing is started.
    public init() throws {
        var template = Array("/tmp/bai-test-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError(call: "mkdtemp", code: errno) }
        state = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// A stack in a state directory of the test's choice; nothing is started.
    public init(state: String) {
        self.state = state
    }

    /// Runs `body` with a stack that is started with `options`, and removes the stack afterwards, whatever happens.
    ///
    /// - Throws: What `body` throws, and ``Leak`` when something of the stack is left.
    public static func with<Result>(
        options: [String] = ["--port", "0"],
        _ body: (TestStack) async throws -> Result
    ) async throws -> Result {
        let stack = try TestStack()
        let result: Result
        do {
            if !options.isEmpty {
                let started = try await stack.command(["local", "start"] + options).run()
                guard started.status == 0 else { throw Unusable(reason: started.description) }
            }
            result = try await body(stack)
        } catch {
            _ = try? await stack.command(["local", "delete", "--yes"]).run()
            throw error
        }
        try await stack.delete()
        return result
    }

    /// The command line with this stack as its own.
    public func command(_ arguments: [String], environment: [String: String] = [:]) -> Command {
        var variables = [
            "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "BACKENDAI_STATE_DIR": state,
            // Nobody's own contexts and logins.
            "XDG_CONFIG_HOME": state + "/config", "XDG_STATE_HOME": state + "/logins",
        ]
        variables.merge(environment) { _, new in new }
        return Command(TestMachine.programs + "/backend.ai", arguments, environment: variables)
    }

    /// Runs the command line to its end.
    public func run(_ arguments: String..., input: [UInt8]? = nil) async throws -> CommandResult {
        try await command(arguments).run(input: input)
    }

    /// The manager's port.
    public var port: Int? {
        (try? PrivateFile.read(state + "/port")).flatMap { Int($0.filter(\.isNumber)) }
    }

    /// The process that a daemon's lock names: `manager` or `agent`.
    public func pid(of daemon: String) -> Int32? { DaemonLock.holder(of: "\(state)/\(daemon).pid") }

    /// Removes the stack by its own command, and looks whether anything is left.
    public func delete() async throws {
        let deleted = try await command(["local", "delete", "--yes"]).run()
        guard deleted.status == 0 else { throw Leak(what: ["local delete: \(deleted)"]) }
        let leaks = StackLeaks.find(of: state)
        guard leaks.isEmpty else { throw Leak(what: leaks) }
    }

    /// The stack could not be used for a test.
    public struct Unusable: Error, CustomStringConvertible {
        let reason: String
        public var description: String { "the test's stack did not start: \(reason)" }
    }

    /// Something of a stack that has been deleted is still there.
    public struct Leak: Error, CustomStringConvertible {
        let what: [String]
        public var description: String { "left behind: " + what.joined(separator: "; ") }
    }
}

extension TestStack {
    /// Waits until no session is alive any more, or none is in one of `statuses`.
    ///
    /// - Returns: Whether that came in time.
    public func empties(of statuses: [String] = [], within seconds: Double = 10) async -> Bool {
        let arguments = ["ps", "-q"] + (statuses.isEmpty ? [] : ["-s", statuses.joined(separator: ",")])
        let deadline = ContinuousClock.now + .seconds(seconds)
        while ContinuousClock.now < deadline {
            if let list = try? await command(arguments).run(), list.status == 0, list.output.isEmpty { return true }
            try? await Task.sleep(for: .milliseconds(100))
        }
        return false
    }
}
