import ArgumentParser

@main
struct AgentMain: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backend.ai-agent",
        abstract: "The Backend.AI agent: runs kernels on one node",
        subcommands: [RunAgent.self, ProbeGPUs.self],
        defaultSubcommand: RunAgent.self
    )
}
