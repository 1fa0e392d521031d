#if os(Linux)
    public import Core

    /// A file or directory of this machine that is to be put into a session.
    public struct LocalFile: Sendable, Equatable {
        /// Where it is here.
        public let path: String
        /// Where it belongs there, relative to the home directory.
        public let destination: String

        /// A file and where it belongs.
        public init(path: String, destination: String) {
            self.path = path
            self.destination = destination
        }
    }

    /// Files of a session that were asked for and are not all there.
    public struct IncompleteTransfer: Error, Equatable, Sendable {
        /// A sentence for each.
        public let reasons: [String]
    }

    extension SessionsAPI {
        /// Puts files and directories into a session, of any size.
        ///
        /// - Throws: ``ClientError``, ``IncompleteTransfer`` with what could not be put there.
        public func upload(_ files: [LocalFile], to session: String, owner: AccessKey? = nil) async throws {
            let channel = try await channel(.files(.upload(directory: ".")), in: session, owner: owner)
            let reasons: [String]
            do {
                reasons = try await withThrowingTaskGroup(of: [String]?.self) { group in
                    group.addTask { try await Self.send(files, over: channel) }
                    var reasons: [String] = []
                    var complaint: [UInt8] = []
                    receiving: while true {
                        switch try await channel.next() {
                        case .standardOutput: continue
                        case .standardError(let bytes): complaint += bytes.prefix(max(0, 4096 - complaint.count))
                        case .closed(let exitCode):
                            if exitCode != 0 { reasons += Self.lines(complaint) }
                            break receiving
                        }
                    }
                    // Sending ends with the channel, wherever it is.
                    if !reasons.isEmpty { await channel.close() }
                    let notes = try? await group.next() ?? nil
                    return reasons + (notes ?? [])
                }
            } catch {
                await channel.close()
                throw error
            }
            await channel.close()
            guard reasons.isEmpty else { throw IncompleteTransfer(reasons: reasons) }
        }

        /// Fetches files and directories of a session, of any size.
        ///
        /// - Parameters:
        ///   - paths: Where they are, relative to the home directory; patterns as a shell's are expanded there.
        ///   - base: Where they are put by their paths below this directory of the session; nil puts them under their
        ///     own names.
        ///   - session: The session's name or id.
        ///   - directory: Where they are put; made where it is missing.
        ///   - owner: Whose session it is, for admins.
        /// - Throws: ``ClientError``, ``IncompleteTransfer`` with what is missing.
        public func download(
            _ paths: [String], below base: String? = nil, of session: String, to directory: String,
            owner: AccessKey? = nil
        ) async throws {
            var extraction = try ArchiveExtraction(into: directory)
            let channel = try await channel(.files(.download(paths: paths, below: base)), in: session, owner: owner)
            do {
                let reasons = try await Self.receive(channel, into: &extraction)
                await channel.close()
                guard reasons.isEmpty else { throw IncompleteTransfer(reasons: reasons) }
            } catch {
                await channel.close()
                throw error
            }
        }

        /// The entries of a directory of a session, in the wire's own members.
        ///
        /// - Throws: ``ClientError``, ``IncompleteTransfer`` when there is no such directory.
        public func files(in directory: String, of session: String, owner: AccessKey? = nil) async throws -> [JSONValue]
        {
            let answer = try await client.send(
                "GET", "/session/\(PercentEncoding.encode(session))/files\(Query(owner: owner).text)",
                body: ["path": .string(directory)])
            if let reason = answer["errors"]?.text, !reason.isEmpty { throw IncompleteTransfer(reasons: [reason]) }
            // The list is a text of JSON inside the JSON.
            guard let text = answer["files"]?.text, let list = try? JSONValue(parsing: Array(text.utf8)) else {
                throw ClientError.unexpectedAnswer("no list of files in the answer")
            }
            return list.items ?? []
        }

        private static func send(_ files: [LocalFile], over channel: SessionChannel) async throws -> [String] {
            var source = ArchiveSource(files.map { (ArchivePath($0.path), ArchivePath($0.destination)) })
            while let piece = try source.next() { try await channel.send(piece) }
            try await channel.endInput()
            return source.notes
        }

        private static func receive(_ channel: SessionChannel, into extraction: inout ArchiveExtraction)
            async throws -> [String]
        {
            var complaint: [UInt8] = []
            while true {
                switch try await channel.next() {
                case .standardOutput(let bytes): try extraction.take(bytes)
                case .standardError(let bytes): complaint += bytes.prefix(max(0, 4096 - complaint.count))
                case .closed(let exitCode):
                    if exitCode == 0 { try extraction.finish() }
                    return lines(complaint)
                }
            }
        }

        private static func lines(_ bytes: [UInt8]) -> [String] {
            String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
        }
    }
#endif
