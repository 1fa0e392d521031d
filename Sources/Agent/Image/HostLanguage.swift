/// A language that the host may have in its /usr, and how it becomes an image.
struct HostLanguage: Sendable {
    /// The image's name: `python`.
    let name: String
    /// The executable's name, looked for in ``directories``.
    let executable: String
    /// What makes it print its version.
    let versionArguments: [String]
    /// The runner's name for it.
    let runtimeType: String
    /// What its runs can do.
    let features: String
    /// The least memory, as users write it.
    let minimumMemory: String

    /// What is looked for, one line each.
    static let all = [
        HostLanguage(
            name: "python", executable: "python3", versionArguments: ["-I", "-S", "--version"],
            runtimeType: "python", features: "query uid-match user-input", minimumMemory: "64m")
    ]

    /// Where the sandbox has executables; the caller's PATH has no part in it.
    static let directories = ["/usr/bin", "/usr/local/bin"]

    /// Reads the two leading numbers of what a program prints about itself: `3.11` from `Python 3.11.2`.
    static func version(in output: String) -> String? {
        for word in output.split(whereSeparator: { $0.isWhitespace || $0 == "\"" || $0 == "v" }) {
            let numbers = word.split(separator: ".", omittingEmptySubsequences: false)
            guard numbers.count >= 2, let major = Int(numbers[0]),
                let minor = Int(numbers[1].prefix { $0.isASCII && $0.isNumber })
            else { continue }
            return "\(major).\(minor)"
        }
        return nil
    }

    /// The labels of the image.
    func labels(path: String, distribution: String) -> [String: String] {
        [
            ImageLabel.kernelSpec: "1",
            ImageLabel.role: "COMPUTE",
            ImageLabel.features: features,
            ImageLabel.baseDistribution: distribution,
            ImageLabel.runtimeType: runtimeType,
            ImageLabel.runtimePath: path,
            ImageLabel.coreCountVariables: "OPENBLAS_NUM_THREADS,OMP_NUM_THREADS,NPROC",
            ImageLabel.minimumCPU: "1",
            ImageLabel.minimumMemory: minimumMemory,
            ImageLabel.servicePorts: "",
        ]
    }
}
