/// A language that the host may have in its /usr, and how it becomes an image.
struct HostLanguage: Sendable {
    /// The image's name, and the runner's name for it: `python`.
    let name: String
    /// The executable's name, looked for in ``directories``.
    let executable: String
    /// The shell command that makes it print its version; `%` is its path.
    let versionCommand: String
    /// What its runs can do.
    let features: String
    /// The least memory, as users write it.
    let minimumMemory: String

    private init(
        _ name: String,
        _ executable: String,
        version: String = "% --version",
        features: String = "batch query uid-match",
        memory: String = "64m"
    ) {
        self.name = name
        self.executable = executable
        self.versionCommand = version
        self.features = features
        self.minimumMemory = memory
    }

    /// What is looked for, one line each.
    static let all = [
        HostLanguage("python", "python3", version: "% -I -S --version", features: "batch query uid-match user-input"),
        HostLanguage("nodejs", "node"),
        HostLanguage("c", "gcc"),
        HostLanguage("cpp", "g++"),
        HostLanguage("rust", "rustc", memory: "256m"),
        HostLanguage("golang", "go", version: "% version", memory: "256m"),
        HostLanguage("java", "java", memory: "256m"),
        HostLanguage("r", "Rscript", memory: "128m"),
        HostLanguage("ruby", "ruby"),
        HostLanguage("perl", "perl", version: "% -v"),
        HostLanguage("php", "php"),
        HostLanguage("lua", "lua", version: "% -v"),
        HostLanguage("tcl", "tclsh", version: "echo 'puts [info patchlevel]' | %"),
        HostLanguage("bash", "bash"),
        HostLanguage("scheme", "guile"),
        HostLanguage("octave", "octave-cli", memory: "256m"),
        HostLanguage("haskell", "ghc", memory: "512m"),
        HostLanguage("julia", "julia", memory: "512m"),
        HostLanguage("git", "git"),
    ]

    /// Where the sandbox has executables; the caller's PATH has no part in it.
    static let directories = ["/usr/bin", "/usr/local/bin"]

    /// Reads the two leading numbers of what a program prints about itself: `3.11` from `Python 3.11.2`.
    static func version(in output: String) -> String? {
        for word in output.split(whereSeparator: { $0.isWhitespace || $0 == "\"" || $0 == "v" }) {
            let numbers = word.drop { !$0.isNumber }.split(separator: ".", omittingEmptySubsequences: false)
            guard numbers.count >= 2, let major = Int(numbers[0]),
                let minor = Int(numbers[1].prefix { $0.isASCII && $0.isNumber })
            else { continue }
            return "\(major).\(minor)"
        }
        return nil
    }

    /// The shell command that asks the executable at `path` for its version.
    func question(path: String) -> String {
        versionCommand.split(separator: "%", omittingEmptySubsequences: false).joined(separator: path)
    }

    /// The labels of the image.
    func labels(path: String, distribution: String) -> [String: String] {
        [
            ImageLabel.kernelSpec: "1",
            ImageLabel.role: "COMPUTE",
            ImageLabel.features: features,
            ImageLabel.baseDistribution: distribution,
            ImageLabel.runtimeType: name,
            ImageLabel.runtimePath: path,
            ImageLabel.coreCountVariables: "OPENBLAS_NUM_THREADS,OMP_NUM_THREADS,NPROC",
            ImageLabel.minimumCPU: "1",
            ImageLabel.minimumMemory: minimumMemory,
            ImageLabel.servicePorts: HostServices.label(for: name),
        ]
    }
}
