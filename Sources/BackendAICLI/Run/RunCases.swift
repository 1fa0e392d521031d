import Core

/// The ranges from which the cases of a `run` are made.
struct RunRanges: Sendable, Equatable {
    /// What stands for `$NAME` in the values of environment variables.
    var environment: [CaseRange] = []
    /// The same in the build command.
    var build: [CaseRange] = []
    /// The same in the command that runs the program.
    var exec: [CaseRange] = []

    var isEmpty: Bool { environment.isEmpty && build.isEmpty && exec.isEmpty }

    /// Every combination of the ranges' values that makes a difference, in their order.
    ///
    /// - Parameters:
    ///   - variables: The environment, `key=value`.
    ///   - batch: The commands.
    /// - Returns: One case for each; more than ``CaseRange/maximum`` are cut off behind the next one.
    func cases(_ variables: [String], _ batch: BatchCommands?) -> [RunCase] {
        var cases: [RunCase] = []
        var known: Set<RunCase> = []
        let limit = CaseRange.maximum + 1
        for environment in RunRanges.combinations(environment, limit: limit) {
            for build in RunRanges.combinations(build, limit: limit) {
                for exec in RunRanges.combinations(exec, limit: limit) {
                    let variant = RunCase(
                        environment: variables.map { CaseText.fill($0, environment) },
                        build: batch?.build.map { CaseText.fill($0, build) },
                        exec: batch?.exec.map { CaseText.fill($0, exec) })
                    if known.insert(variant).inserted { cases.append(variant) }
                    if cases.count == limit { return cases }
                }
            }
        }
        return cases
    }

    private static func combinations(_ ranges: [CaseRange], limit: Int) -> [[String: String]] {
        ranges.reduce([[:]]) { combinations, range in
            combinations.flatMap { combination in
                range.values.map { combination.merging([range.name: $0]) { $1 } }
            }.prefix(limit).map(\.self)
        }
    }
}

/// One case of a `run`: what is other than in the next one.
struct RunCase: Sendable, Hashable {
    let environment: [String]
    let build: String?
    let exec: String?

    /// The case in a line.
    var sentence: String {
        let parts = environment + [build.map { "build `\($0)`" }, exec.map { "exec `\($0)`" }].compactMap(\.self)
        return parts.joined(separator: ", ")
    }
}

/// Texts in which `$NAME` and `${NAME}` stand for a value.
enum CaseText {
    /// Puts the values in; `$$` is a `$`, and names that have no value stay, since a shell may know them.
    static func fill(_ text: String, _ values: [String: String]) -> String {
        guard !values.isEmpty else { return text }
        var (filled, rest) = ("", text[...])
        while let mark = rest.firstIndex(of: "$") {
            filled += rest[..<mark]
            let behind = rest[rest.index(after: mark)...]
            if behind.first == "$" {
                filled += "$"
                rest = behind.dropFirst()
                continue
            }
            let isBraced = behind.first == "{"
            let name = (isBraced ? behind.dropFirst() : behind).prefix {
                $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_")
            }
            let end = behind[name.endIndex...]
            if let value = values[String(name)], !isBraced || end.first == "}" {
                filled += value
                rest = isBraced ? end.dropFirst() : end
            } else {
                filled += "$"
                rest = behind
            }
        }
        return filled + rest
    }
}
