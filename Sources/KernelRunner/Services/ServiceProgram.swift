import CLinux
import Core
import Glibc

/// What a service's process does before it becomes the service, with the user's rights: the prestart actions.
enum ServiceProgram {
    /// What it is told, as JSON.
    struct Task: Codable, Equatable {
        let order: ServiceOrder
        /// What `{runtime_path}` stands for.
        let runtimePath: String
        /// What it writes goes there.
        let log: String
    }

    /// Does what precedes the service, then becomes it.
    ///
    /// - Returns: The exit code, when that failed; why is in the log.
    static func run(_ task: Task) -> CInt {
        do {
            try openLog(task.log)
            guard let definition = try KnownServices.definition(of: task.order.service.name) else {
                throw ServiceDefinition.Problem(description: "nothing is known of this service")
            }
            var template = ServiceTemplate(runtimePath: task.runtimePath, ports: task.order.service.ports)
            for action in definition.prestart { try perform(action, &template) }
            let command = try template.command(of: definition, arguments: task.order.arguments)
            for (name, value) in definition.environment { setenv(name, try template.fill(value), 1) }
            for (name, value) in task.order.environment { setenv(name, value, 0) }
            try become(command)
        } catch {
            try? writeAll("backend.ai: \(error)\n".utf8, to: STDERR_FILENO)
            return 1
        }
    }

    private static func openLog(_ path: String) throws(SystemCallError) {
        let parent = path[..<(path.lastIndex(of: "/") ?? path.startIndex)]
        mkdir(String(parent), 0o700)
        let log = try Descriptor.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK)
        for standard in [STDOUT_FILENO, STDERR_FILENO] { dup2(log.number, standard) }
    }

    private static func perform(
        _ action: ServiceDefinition.Action, _ template: inout ServiceTemplate
    ) throws {
        func lines(_ body: [String]) throws -> String { try body.map { try template.fill($0) + "\n" }.joined() }
        switch action.kind {
        case .writeFile(let path, let body, let mode, let appends):
            let flags = O_WRONLY | O_CREAT | (appends ? O_APPEND : O_TRUNC)
            let file = try Descriptor.open(try template.fill(path), flags, mode: mode)
            fchmod(file.number, mode)
            try file.write(Array(try lines(body).utf8))
        case .writeTemporaryFile(let body, let mode):
            var name = Array("/tmp/backend.ai-XXXXXX".utf8CString)
            let file = Descriptor(owning: try checkedLibc("mkstemp") { mkstemp(&name) })
            fchmod(file.number, mode)
            try file.write(Array(try lines(body).utf8))
            if let reference = action.reference {
                let path = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
                template.set(reference, String(decoding: path, as: UTF8.self))
            }
        case .run(let command):
            let result = try CapturedCommand.run(try command.map { try template.fill($0) })
            if let reference = action.reference {
                template.set(reference, result.output)
                template.set("\(reference)[out]", result.output)
                template.set("\(reference)[err]", result.error)
            }
        case .makeDirectory(let path):
            let path = try template.fill(path)
            guard mkdir(path, 0o755) == 0 || errno == EEXIST else {
                throw SystemCallError(call: "mkdir", code: errno, path: path)
            }
        case .log(let message):
            try writeAll((try template.fill(message) + "\n").utf8, to: STDERR_FILENO)
        }
    }

    private static func become(_ command: [String]) throws -> Never {
        var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) } + [nil]
        if let program = arguments[0] { execvp(program, &arguments) }
        throw SystemCallError(call: "execve", code: errno, path: command.first)
    }
}

/// A command whose output is wanted.
struct CapturedCommand {
    let output: String
    let error: String

    /// Runs a command to its end; how it ends does not matter.
    static func run(_ command: [String]) throws(SystemCallError) -> CapturedCommand {
        let output = Descriptor(owning: try checked("memfd_create") { bai_memory_file("output") })
        let error = Descriptor(owning: try checked("memfd_create") { bai_memory_file("error") })
        let path = command.first ?? ""
        let pid = try SpawnedProgram(
            command: path.contains("/") ? command : ["/usr/bin/env"] + command, directory: ".", identity: nil
        ).start(input: STDIN_FILENO, output: output.number, error: error.number)
        var status: CInt = 0
        waitpid(pid, &status, 0)
        return CapturedCommand(output: try text(of: output), error: try text(of: error))
    }

    private static func text(of file: borrowing Descriptor) throws(SystemCallError) -> String {
        let number = file.number
        try checkedLibc("lseek") { lseek(number, 0, SEEK_SET) }
        return String(decoding: try file.read(upTo: 64 << 10), as: UTF8.self)
    }
}
