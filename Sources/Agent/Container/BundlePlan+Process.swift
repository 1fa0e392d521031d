import Core

extension BundlePlan {
    /// What the runner needs of root's rights to start programs as another user, and nothing more.
    private static let runnerCapabilities = ["CAP_SETUID", "CAP_SETGID", "CAP_SETPCAP", "CAP_KILL"]

    /// Process 1: the kernel runner, listening on descriptor 3.
    var process: OCIProcess {
        let files = min(host.openFileLimit, 1_048_576)
        let user = program == nil ? 0 : IDRange.workUser
        let capabilities = program == nil ? Self.runnerCapabilities : []
        return OCIProcess(
            user: .init(uid: user, gid: user),
            args: program ?? [Self.runnerPath, "--listen", "3"] + runtimeArguments,
            env: KernelEnvironment(spec: spec, imageLabels: imageLabels, devices: deviceVariables).variables,
            // Root without CAP_DAC_OVERRIDE cannot enter the user's home.
            cwd: "/",
            capabilities: .init(bounding: capabilities, effective: capabilities, permitted: capabilities),
            rlimits: [
                .init(type: "RLIMIT_NOFILE", soft: files, hard: files),
                .init(type: "RLIMIT_CORE", soft: 0, hard: 0),
            ],
            noNewPrivileges: true,
            oomScoreAdj: host.lowestOOMScore
        )
    }

    private var runtimeArguments: [String] {
        var arguments: [String] = []
        if let type = imageLabels[ImageLabel.runtimeType] { arguments += ["--runtime", type] }
        if let path = imageLabels[ImageLabel.runtimePath] {
            arguments += ["--runtime-path", path]
        }
        if spec.bootstrapScript != nil { arguments += ["--bootstrap", KernelDirectory.bootstrapInside] }
        if spec.dotfiles != nil { arguments += ["--dotfiles", KernelDirectory.dotfilesInside] }
        return arguments
    }
}
