import ArgumentParser

struct ContextCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "context",
        abstract: "Keep managers under names and choose among them",
        discussion: """
            A context is a manager's address with the keypair, domain and group that are used there. `--context NAME` \
            before or behind any command uses it for that command alone. The stack of this machine is the context \
            `local`. See `backend.ai help environment` for what comes first.
            """,
        subcommands: [ContextList.self, ContextUse.self, ContextAdd.self, ContextRemove.self, ContextShow.self]
    )
}
