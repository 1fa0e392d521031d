import Core

/// The images that this machine has without a registry: its own /usr, once for each language found there.
struct HostImages {
    let languages: [HostLanguage]
    /// Such as `x86_64`.
    let architecture: String
    /// Such as `debian12`.
    let distribution: String
    /// Runs a shell script inside a sandbox and answers what it printed.
    let probe: @Sendable (String) async throws(ContainerError) -> String

    /// Finds the images.
    ///
    /// - Parameter versions: What is known already; what is learnt is added.
    /// - Returns: One image for each language that is there and tells its version.
    /// - Throws: ``ContainerError`` when no sandbox could be made to ask in.
    func discover(_ versions: inout HostVersions) async throws(ContainerError) -> [ImageReport] {
        let found = languages.compactMap { language in
            HostExecutable.find(language.executable).map { (language: language, executable: $0) }
        }
        let unknown = found.filter { versions[$0.executable] == nil }
        if !unknown.isEmpty {
            let output = try await probe(Self.questions(unknown.map { $0.language.question(path: $0.executable.path) }))
            for (answer, asked) in zip(Self.answers(in: output), unknown) {
                versions[asked.executable] = HostLanguage.version(in: answer)
            }
        }
        return found.compactMap { (language, executable) in
            versions[executable].map { version in
                ImageReport(
                    name: "\(ImageReference.localRegistry)/\(language.name):\(version)",
                    architecture: architecture,
                    labels: language.labels(path: executable.path, distribution: distribution)
                )
            }
        }
    }

    private static let separator = "\u{1E}"

    /// A script that runs all commands at once, 10 s at most, and then prints what each printed, in their order.
    ///
    /// - Parameters:
    ///   - commands: For a shell, without double quotes.
    ///   - directory: Where the script may leave files.
    /// - Returns: The script, for `sh -c`.
    static func questions(_ commands: [String], in directory: String = "/tmp") -> String {
        let asking = commands.enumerated().map { (number, command) in
            "timeout -s KILL 10 sh -c \"\(command)\" > \(directory)/\(number) 2>&1 < /dev/null &\n"
        }
        let printing =
            "for n in \(commands.indices.map(String.init).joined(separator: " ")); do "
            + "cat \(directory)/$n; printf '\\036'; done\n"
        return asking.joined() + "wait\n" + printing
    }

    /// The answers in what ``questions(_:)`` printed.
    static func answers(in output: String) -> [String] {
        output.split(separator: separator, omittingEmptySubsequences: false).map(String.init)
    }

    /// The distribution's name and version from the text of os-release(5): `debian12`.
    static func distribution(osRelease text: String) -> String {
        var values: [Substring: String] = [:]
        for line in text.split(separator: "\n") {
            guard let equals = line.firstIndex(of: "=") else { continue }
            let value = line[line.index(after: equals)...].trimmingPrefix("\"")
            values[line[..<equals]] = String(value.last == "\"" ? value.dropLast() : value)
        }
        return (values["ID"] ?? "linux") + (values["VERSION_ID"] ?? "")
    }
}
