import ArgumentParser
import Core

struct CompletionCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "completion",
        abstract: "Print a script that completes command lines in a shell",
        discussion: """
            bash: source <(backend.ai completion bash), in ~/.bashrc. zsh: backend.ai completion zsh > a file `_backend.ai` \
            in a directory of $fpath. fish: backend.ai completion fish > ~/.config/fish/completions/backend.ai.fish. \
            Names of sessions, images, groups and contexts are asked for while you type.
            """
    )

    @Argument(help: "The shell")
    var shell: ShellName

    func run() throws {
        try Console().write(Array((CompletionScript.text(for: shell) + "\n").utf8))
    }
}

/// The shells that command lines can be completed in.
enum ShellName: String, CaseIterable, ExpressibleByArgument {
    case bash
    case zsh
    case fish
}

/// The scripts.
enum CompletionScript {
    /// The parser's own script, with what it lacks.
    static func text(for shell: ShellName) -> String {
        guard let known = CompletionShell(rawValue: shell.rawValue) else { return "" }
        let script = BackendAI.completionScript(for: known)
        return shell == .bash ? BashAliases(BackendAI.self).added(to: script) : script
    }
}
