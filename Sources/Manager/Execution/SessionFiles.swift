import Core

/// The files of sessions, for the routes that answer them whole.
///
/// Everything is done inside, by the runner.
struct SessionFiles: Sendable {
    /// How large a file of these routes may be: 1 MiB, as in the original.
    static let maximumFile = 1 << 20

    let sessions: SessionService
    let activity: SessionActivity

    /// Puts files into a session.
    ///
    /// - Parameters:
    ///   - files: Their paths, relative to the home directory, and their bytes.
    ///   - session: The session.
    /// - Throws: ``BackendError`` 400 with the reason when one cannot be put there.
    func upload(_ files: [(path: String, bytes: [UInt8])], to session: SessionRecord) async throws {
        var archive: [UInt8] = []
        let writer = ArchiveWriter()
        // The form has no times: files are as old as the upload.
        let now = ArchiveTime(seconds: Timestamp.now() / 1_000_000)
        for file in files {
            do {
                // A path below the home directory may be given in full.
                let path = try SafePath(ArchivePath(file.path), below: "/home/work").path
                archive += try writer.header(ArchiveEntry(path: path, size: Int64(file.bytes.count), modified: now))
            } catch {
                throw BackendError(.invalidParameters, "\(error)")
            }
            archive += file.bytes + ArchiveWriter.padding(after: Int64(file.bytes.count))
        }
        archive += ArchiveWriter.end
        try await run(.upload(directory: "."), input: archive, limit: 0, in: session)
    }

    /// A tar archive of one file or directory.
    func archive(of path: String, in session: SessionRecord) async throws -> [UInt8] {
        try await run(.download(paths: [path]), limit: SessionFiles.maximumFile, in: session)
    }

    /// The bytes of one file.
    func read(_ path: String, in session: SessionRecord) async throws -> [UInt8] {
        try await run(.read(path: path), limit: SessionFiles.maximumFile, in: session)
    }

    /// What is in a directory: the members `files` and `abspath`.
    func list(_ path: String, in session: SessionRecord) async throws -> JSONValue {
        try JSONValue(parsing: try await run(.list(path: path), limit: 64 << 20, in: session))
    }

    /// What has changed below a directory since a time: the member `files`.
    func changes(in path: String, since time: Double, _ session: SessionRecord) async throws -> JSONValue {
        try JSONValue(parsing: try await run(.changes(path: path, since: time), limit: 16 << 20, in: session))
    }

    /// The bytes of one file of any length, as they come.
    ///
    /// - Returns: The channel that gives them, and the first part; nil when the file is empty.
    /// - Throws: ``BackendError`` 404 when there is no such file.
    func open(_ path: String, in session: SessionRecord) async throws -> (channel: RunnerChannel, first: [UInt8]?) {
        let channel = try await sessions.channel(.files(.read(path: path)), in: session)
        do {
            try await channel.send(.endInput)
            while true {
                switch try await channel.next() {
                case .standardOutput(let bytes): return (channel, bytes)
                case .standardError: continue
                case .closed(let exitCode):
                    guard exitCode == 0 else { throw BackendError.notFound("file", "The file does not exist.") }
                    return (channel, nil)
                }
            }
        } catch {
            await channel.close()
            throw error
        }
    }

    /// Has the runner carry out an order.
    ///
    /// - Returns: What it wrote.
    /// - Throws: ``BackendError`` 400 with what it said when it failed, 413 when it wrote more than `limit`.
    @discardableResult
    private func run(_ order: FileOrder, input: [UInt8] = [], limit: Int, in session: SessionRecord) async throws
        -> [UInt8]
    {
        activity.begin(session.id)
        defer { activity.end(session.id) }
        let channel = try await sessions.channel(.files(order), in: session)
        do {
            let output = try await collect(channel, input, limit)
            await channel.close()
            return output
        } catch {
            await channel.close()
            throw error
        }
    }

    private func collect(_ channel: RunnerChannel, _ input: [UInt8], _ limit: Int) async throws -> [UInt8] {
        try await withThrowingTaskGroup(of: [UInt8]?.self) { group in
            group.addTask {
                // What is not read any more is told by the exit code.
                try? await channel.send(input)
                try? await channel.send(.endInput)
                return nil
            }
            group.addTask {
                var output: [UInt8] = []
                var complaint: [UInt8] = []
                while true {
                    switch try await channel.next() {
                    case .standardOutput(let bytes):
                        output += bytes
                        guard output.count <= limit else {
                            throw BackendError(.bodyTooLarge, "Too large file", hint: "use the streaming client")
                        }
                    case .standardError(let bytes): complaint += bytes.prefix(max(0, 4096 - complaint.count))
                    case .closed(let exitCode):
                        guard exitCode == 0 else { throw SessionFiles.problem(complaint) }
                        return output
                    }
                }
            }
            defer { group.cancelAll() }
            while let result = try await group.next() {
                if let output = result { return output }
            }
            return []
        }
    }

    private static func problem(_ complaint: [UInt8]) -> BackendError {
        let text = String(decoding: complaint, as: UTF8.self).split(separator: "\n").joined(separator: "; ")
        return BackendError(.invalidParameters, text.isEmpty ? "the runner could not do it" : text)
    }
}
