import Core
import FoundationEssentials

extension SandboxBase {
    private var versionsFile: String { "\(configuration.shared)/versions.json" }

    /// Finds the host's images; what is new is asked for its version in a sandbox with these ids.
    func discoverImages(in range: IDRange) async -> ([ImageReport], ContainerError?) {
        let osRelease =
            (try? await pool.run { () throws(SystemCallError) in try DurableFile.readText("/etc/os-release") })
        let finder = HostImages(
            languages: HostLanguage.all,
            architecture: runtime.architecture.rawValue,
            distribution: HostImages.distribution(osRelease: (osRelease ?? nil) ?? ""),
            probe: { (script) async throws(ContainerError) -> String in try await output(of: script, range: range) }
        )
        let file = versionsFile
        let known = await pool.run { HostVersions.load(file) }
        var versions = known
        do throws(ContainerError) {
            let images = try await finder.discover(&versions)
            if versions != known { try? await pool.run { [versions] in try versions.save(file) } }
            return (images, nil)
        } catch {
            return ([], error)
        }
    }

    /// What a shell script prints, in a sandbox that is gone afterwards.
    private func output(of script: String, range: IDRange) async throws(ContainerError) -> String {
        let kernel = KernelID.random()
        let spec = KernelSpec(
            kernel: kernel, session: .random(), sessionName: "versions",
            accessKey: AccessKey(rawValue: ""), image: "versions",
            slots: ResourceSlots([.cpu: Quantity(1), .mem: Quantity(1 << 30)]), sharedMemory: 0, environment: [:],
            hostname: "localhost")
        var plan = BundlePlan(
            spec: spec, imageLabels: [:], range: range,
            directory: KernelDirectory(kernel: kernel, state: configuration.state), owner: configuration.owner,
            host: host, scratch: .memory(BinarySize(bytes: 16 << 20)))
        plan.program = ["/bin/sh", "-c", script]
        let directory = plan.directory
        do throws(SystemCallError) {
            try await pool.run { () throws(SystemCallError) in try directory.create(hostname: "localhost") }
        } catch {
            throw .failed(error)
        }
        let output: String
        do throws(ContainerError) {
            output = try await runtime.output(of: plan, named: kernel.rawValue)
        } catch {
            try? await remove(kernel, process: nil)
            throw error
        }
        try? await remove(kernel, process: nil)
        return output
    }
}
