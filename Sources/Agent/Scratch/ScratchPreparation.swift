import Core
import Glibc

/// Decides where scratches are, and makes the template if they are copies of one.
struct ScratchPreparation: Sendable {
    let configuration: SandboxConfiguration
    let pool: BlockingPool
    let watch: ProcessWatch

    /// How long formatting may take; it is done in some milliseconds.
    private static let limit = Duration.seconds(60)

    /// File systems of the configured size; nil where scratches are to be in memory.
    ///
    /// - Throws: ``SandboxError`` where a volume is demanded and cannot be had.
    func volumes() async throws(SandboxError) -> ScratchPool? {
        if configuration.scratchKind == .memory { return nil }
        do throws(SandboxError) {
            return try await volumePool()
        } catch {
            if configuration.scratchKind == .volume { throw error }
            return nil
        }
    }

    private func volumePool() async throws(SandboxError) -> ScratchPool {
        let template = ScratchTemplate(directory: configuration.shared, size: configuration.scratchSize)
        if !template.exists { try await format(template) }
        do throws(SystemCallError) {
            return try await ScratchPool(
                template: template, directory: "\(configuration.shared)/ready", pool: pool)
        } catch {
            throw .failed(error)
        }
    }

    private func format(_ template: ScratchTemplate) async throws(SandboxError) {
        guard let program = HostProgram.find("mkfs.ext4") else { throw .notFormatted(template.path) }
        let unfinished = "\(template.path).new"
        let run = try await pool.attempt { () throws(SystemCallError) in
            let file = try Descriptor.open(unfinished, O_RDWR | O_CREAT | O_TRUNC)
            let number = file.number
            try checkedLibc("ftruncate", path: unfinished) { ftruncate(number, Int(template.size.bytes)) }
            let null = try Descriptor.open("/dev/null", O_WRONLY)
            return ProgramRun(try ScratchTemplate.formatting(unfinished, with: program).start(output: null))
        }
        guard await run.end(within: Self.limit, watch: watch) == .exited(0) else { throw .notFormatted(unfinished) }
        try await pool.attempt { () throws(SystemCallError) in
            _ = try checkedLibc("rename", path: template.path) { rename(unfinished, template.path) }
        }
    }
}
