import ArgumentParser
import Core

struct AgentStatus: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show whether the local stack's agent runs, and its kernels",
        discussion: "Exit code 1 when it does not."
    )

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let paths = try context.settings.localStack().paths
        let pid = DaemonLock.holder(of: paths.file(.agent, "pid"))
        let answers = pid != nil && UnixSocket.accepts(paths.agentSocket)
        let kernels = Directory.entries(paths.state + "/kernels").filter { KernelID(rawValue: $0).isUUID }.sorted()
        let members: [JSONValue.Member] = [
            .init("state", .string(answers ? "running" : pid == nil ? "stopped" : "not answering")),
            .init("pid", pid.map { .integer(Int64($0)) } ?? .null), .init("socket", .string(paths.agentSocket)),
            .init("kernels", .array(kernels.map { .string($0) })),
        ]
        try context.printer(output).value(.object(members)) {
            for member in members where member.name != "kernels" {
                try context.console.line("\(member.name): \(member.value.cell)")
            }
            try context.console.line("kernels: \(kernels.count)")
            for kernel in kernels { try context.console.line("  \(kernel)") }
        }
        if !answers { throw ExitStatus.failure.code }
    }
}
