import ArgumentParser
import BackendAIKit
import Core
import Glibc
import TestSupport

@testable import BackendAICLI

/// One command, run in this process against a manager that a test scripts.
struct CommandRun {
    /// Its standard output.
    let output: String
    /// Its standard error, what the program prints of a failure included.
    let messages: String
    /// Its exit code.
    let status: Int32

    /// Runs a command line; no terminal is there.
    ///
    /// - Parameters:
    ///   - arguments: The words behind the program's name.
    ///   - manager: Who answers.
    ///   - input: What is piped in.
    /// - Throws: Nothing of the command's own: its failures are its messages and its status.
    init(_ arguments: [String], on manager: ScriptedManager, input: String = "") async throws {
        let environment = [
            "BACKEND_ENDPOINT": "http://127.0.0.1:\(manager.port)", "BACKEND_ACCESS_KEY": "AKIATESTTESTTESTTEST",
            "BACKEND_SECRET_KEY": "secret",
        ]
        try await self.init(arguments, environment: environment, input: input)
    }

    /// Runs a command line in an environment; no terminal is there.
    init(_ arguments: [String], environment: [String: String], input: String = "") async throws {
        let files = [CaptureFile(input), CaptureFile(), CaptureFile()]
        let console = Console(
            input: files[0].descriptor, output: files[1].descriptor, messages: files[2].descriptor,
            isInteractive: false, pager: nil)
        let words = try GlobalWords(arguments)
        // What is remembered of managers is for this run alone.
        let state = "/tmp/backend.ai-run-\(UInt64.random(in: 0 ... .max))"
        defer { try? SafeRemoval.remove(state) }
        let settings = Settings(
            environment: environment.merging(["BACKENDAI_STATE_DIR": state]) { first, _ in first },
            choice: words.choice)
        var status: Int32 = 0
        do {
            guard let command = try BackendAI.parseAsRoot(words.rest) as? any BackendCommand else {
                throw CommandFailure(what: "no command that runs in a context")
            }
            try await command.run(in: CommandContext(console: console, settings: settings))
        } catch let failure as CommandFailure {
            status = failure.status.rawValue
            console.writeMessage(Array(failure.text.utf8))
        } catch let error as ClientError {
            status = 1
            console.writeMessage(Array(CommandFailure(error).text.utf8))
        } catch let code as ExitCode {
            status = code.rawValue
        } catch {
            status = BackendAI.exitCode(for: error) == .validationFailure ? 2 : 1
            console.note(BackendAI.message(for: error))
        }
        output = files[1].text
        messages = files[2].text
        self.status = status
    }
}

/// A file without a name that a command reads or writes.
final class CaptureFile {
    let descriptor: CInt

    init(_ content: String = "") {
        var template = Array("/tmp/backend.ai-test-XXXXXX".utf8CString)
        descriptor = mkstemp(&template)
        unlink(template)
        try? writeAll(Array(content.utf8), to: descriptor)
        lseek(descriptor, 0, SEEK_SET)
    }

    deinit { close(descriptor) }

    var text: String {
        var bytes = [UInt8](repeating: 0, count: Int(max(0, lseek(descriptor, 0, SEEK_END))))
        let count = pread(descriptor, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }
}
