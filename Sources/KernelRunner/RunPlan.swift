import Core

/// The programs that a run consists of, one after another, when no kept interpreter runs it.
struct RunPlan: Equatable {
    /// One program.
    struct Step: Equatable {
        /// What follows when a program fails.
        enum Failure: Equatable {
            /// The next step, as if it had not.
            case passedOver
            /// The end of the run, with the program's own exit code.
            case ending
            /// The end of the run with another exit code, the steps after it not being done.
            case endingWith(Int)
        }

        /// What it is to the client; nil for what the client did not ask for.
        var part: BatchStep?
        /// The executable's absolute path and its arguments; nil when there is nothing to do, which succeeds.
        var command: [String]?
        /// Whether the code is its descriptor 3.
        var readsCode = false
        /// Where it starts; nil is where user programs do.
        var directory: String?
        var failure = Failure.passedOver
    }

    /// Never empty; the last one's end is the run's.
    let steps: [Step]
    /// What removes what was made for the run.
    var cleanup: [String]?

    /// A plan that does nothing and succeeds.
    static let nothing = RunPlan(steps: [Step()])

    /// A plan that takes the code as `form` says.
    ///
    /// - Parameters:
    ///   - language: Whose executable runs it.
    ///   - code: The code, as text; nil when it is too long for an argument.
    ///   - directory: Where source files and what is made of them lie; made and removed by the run.
    /// - Returns: nil for a language that runs no code.
    static func query(_ language: Language, code: String?, in directory: String) -> RunPlan? {
        switch language.form {
        case .none: return nil
        case .argument(let flags, let file, let opening):
            if let code { return RunPlan(steps: [Step(command: [language.path] + flags + [code])]) }
            return script(language, file: file, opening: opening, directory)
        case .script(let file): return script(language, file: file, opening: "", directory)
        case .source(let file, let arguments):
            let build = Step(command: [language.path] + arguments, directory: directory, failure: .ending)
            return RunPlan(
                steps: [writing(file, opening: "", directory), build, Step(command: ["\(directory)/main"])],
                cleanup: removal(directory))
        }
    }

    /// A plan for batch mode.
    static func batch(_ language: Language, _ commands: BatchCommands) -> RunPlan {
        let build = language.build.isEmpty ? "true" : language.build
        let standardBuild = "if [ -f Makefile ] || [ -f makefile ]; then make; else \(build)\nfi"
        return RunPlan(steps: [
            Step(part: .clean, command: shell(commands.clean, standard: language.clean)),
            Step(part: .build, command: shell(commands.build, standard: standardBuild), failure: .endingWith(127)),
            Step(part: .exec, command: shell(commands.exec, standard: language.exec, isBatch: true)),
        ])
    }

    private static func script(
        _ language: Language, file: String, opening: String, _ directory: String
    ) -> RunPlan {
        let run = Step(command: [language.path] + language.options + ["\(directory)/\(file)"])
        return RunPlan(steps: [writing(file, opening: opening, directory), run], cleanup: removal(directory))
    }

    /// Puts the code into a file, with the rights of the user.
    private static func writing(_ file: String, opening: String, _ directory: String) -> Step {
        let text = #"umask 077; rm -rf "$1" && mkdir "$1" && { printf %s "$3"; cat <&3; } > "$1/$2""#
        return Step(
            command: ["/bin/sh", "-c", text, "write", directory, file, opening], readsCode: true, failure: .ending)
    }

    private static func removal(_ directory: String) -> [String] { ["/bin/rm", "-rf", directory] }

    /// A shell that runs `command`, or `standard` where that is `*`; nil where there is nothing to run.
    private static func shell(_ command: String?, standard: String, isBatch: Bool = false) -> [String]? {
        guard let text = command == "*" ? standard : command, !text.isEmpty else { return nil }
        // The original's word to programs that they run in batch mode.
        return ["/bin/sh", "-c", isBatch ? "export _BACKEND_BATCH_MODE=1; \(text)" : text]
    }
}
