import Core
import HTTPTypes
import Hummingbird
import NIOCore

/// The routes that take and give the files of a session whole, within the original's limits.
struct FileRoutes {
    private static let maximumUploads = 20
    private static let maximumDownloads = 5

    let sessions: SessionService
    let files: SessionFiles
    let outputs: OutputFiles

    func add(to routes: inout ManagerRoutes) {
        routes.signed(
            .post, "/session/:id/upload", upload,
            .init(
                "Takes files, at most 20 of less than 1 MiB", .files, .owned(.operate, .session),
                query: SessionRoutes.owner, form: .files,
                status: 204, answer: .empty))
        routes.signed(
            .get, "/session/:id/download", download,
            .init(
                "Gives files, at most 5 of less than 1 MiB, each as a tar archive", .files, .owned(.operate, .session),
                input: ["files": .list(.text)], query: SessionRoutes.owner, answer: .bytes("multipart/mixed")))
        routes.signed(
            .get, "/session/:id/download_single", downloadSingle,
            .init(
                "Gives the bytes of one file of less than 1 MiB", .files, .owned(.operate, .session),
                input: ["file": .text],
                query: SessionRoutes.owner, answer: .bytes("application/octet-stream")))
        routes.signed(
            .get, "/session/:id/files", list,
            .init(
                "Lists a directory", .files, .owned(.operate, .session), input: ["path": .optional(.text)],
                query: SessionRoutes.owner,
                answer: .json(
                    .object([
                        "files": .described(.text, "a list as JSON"), "errors": .text, "abspath": .text,
                    ]))))
        routes.open(
            .get, "/session/:id/output", output,
            .init(
                "A file of the output directory, by an address that came with the end of a run", .files, .everybody,
                query: ["file": .text, "expires": .integer, "signature": .text],
                answer: .bytes("application/octet-stream"), failures: [401]))
    }

    @Sendable
    private func upload(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await sessions.find(request, context)
        guard let boundary = request.headers[.contentType].flatMap(Multipart.boundary) else {
            throw BackendError(.invalidParameters, "the body is not multipart/form-data")
        }
        let parts: [MultipartPart]
        do {
            // Every part has headers beside its file.
            let limit = FileRoutes.maximumUploads * (SessionFiles.maximumFile + 4096)
            var request = request
            parts = try Multipart.parts(
                of: Array(try await request.collectBody(upTo: limit).readableBytesView), boundary: boundary)
        } catch let error as Multipart.Malformed {
            throw BackendError(.invalidParameters, "the body is no multipart/form-data: \(error.reason)")
        }
        guard parts.count <= FileRoutes.maximumUploads else { throw BackendError(.invalidParameters, "Too many files") }
        guard parts.allSatisfy({ $0.bytes.count < SessionFiles.maximumFile }) else {
            throw BackendError(.invalidParameters, "Too large file")
        }
        try await files.upload(
            try parts.map { part in
                guard let name = part.filename, !name.isEmpty else {
                    throw BackendError(.invalidParameters, "the part `\(part.name)` has no file name")
                }
                return (PercentEncoding.decode(name[...]) ?? name, part.bytes)
            }, to: session)
        return Response(status: .noContent)
    }

    @Sendable
    private func download(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await sessions.find(request, context)
        var parameters = try await Parameters.of(request, context)
        var paths: [String] = []
        switch parameters.value(["files"]) {
        case nil: parameters.fail(["files"], "is required")
        case .string(let path): paths = [path]
        default: paths = parameters.strings("files") ?? []
        }
        parameters.ignore("owner_access_key")
        try parameters.finish()
        guard !paths.isEmpty else { throw BackendError(.invalidParameters, "files is empty") }
        guard paths.count <= FileRoutes.maximumDownloads else {
            throw BackendError(.invalidParameters, "Too many files")
        }
        var parts: [(headers: [(String, String)], bytes: [UInt8])] = []
        for path in paths {
            let archive = try await files.archive(of: path, in: session)
            parts.append(
                (
                    [
                        ("Content-Type", "application/octet-stream"), ("Content-Encoding", "identity"),
                        ("Content-Length", String(archive.count)),
                    ], archive
                ))
        }
        let boundary = KernelID.random().rawValue.filter { $0 != "-" }
        return Response(
            status: .ok,
            headers: [.contentType: "multipart/mixed; boundary=\(boundary)"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: Multipart.body(parts, boundary: boundary))))
    }

    @Sendable
    private func downloadSingle(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await sessions.find(request, context)
        var parameters = try await Parameters.of(request, context)
        let path = parameters.requiredString("file")
        parameters.ignore("owner_access_key")
        try parameters.finish()
        return Response(
            status: .ok,
            headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: try await files.read(path, in: session))))
    }

    /// A file of the output directory, by an address that was given with the end of a run.
    ///
    /// Always as something to be saved: what programs write must not act in a browser as the manager.
    @Sendable
    private func output(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let query = request.uri.queryParameters
        guard let name = query["file"].map(String.init), let expiry = query["expires"].flatMap({ Int($0) }),
            let signature = query["signature"].map(String.init),
            let session = try await sessions.store.session(SessionID(rawValue: try context.parameter("id"))),
            outputs.admits(name, of: session, until: expiry, signature)
        else { throw BackendError(.authenticationFailed, "The address is not one that was given, or is too old.") }
        let (channel, first) = try await files.open("\(OutputFile.directory)/\(name)", in: session)
        let last = name.split(separator: "/").last.map(String.init) ?? name
        return Response(
            status: .ok,
            headers: [
                .contentType: "application/octet-stream", .xContentTypeOptions: "nosniff",
                .contentDisposition: "attachment; filename*=UTF-8''\(PercentEncoding.encode(last))",
            ],
            body: ResponseBody { writer in
                do {
                    if let first { try await writer.write(ByteBuffer(bytes: first)) }
                    while first != nil, let part = try await FileRoutes.part(of: channel) {
                        try await writer.write(ByteBuffer(bytes: part))
                    }
                } catch {
                    await channel.close()
                    throw error
                }
                await channel.close()
                try await writer.finish(nil)
            })
    }

    /// The next bytes; nil at the end.
    ///
    /// - Throws: ``BackendError`` when it is not the end of the file: a body that breaks off is not taken for a whole one.
    private static func part(of channel: RunnerChannel) async throws -> [UInt8]? {
        while true {
            switch try await channel.next() {
            case .standardOutput(let bytes): return bytes
            case .standardError: continue
            case .closed(let exitCode):
                guard exitCode == 0 else { throw BackendError(.internalError) }
                return nil
            }
        }
    }

    @Sendable
    private func list(_ request: Request, context: ManagerRequestContext) async throws -> Response {
        let session = try await sessions.find(request, context)
        var parameters = try await Parameters.of(request, context)
        let path = parameters.string("path") ?? "."
        parameters.ignore("owner_access_key")
        try parameters.finish()
        do {
            let listing = try await files.list(path, in: session)
            // The original's client parses the list once more.
            return .json([
                "files": .string((listing["files"] ?? []).encodedText), "errors": "",
                "abspath": listing["abspath"] ?? .string(path),
            ])
        } catch let error as BackendError where error.code == .invalidParameters {
            return .json(["files": "", "errors": .string(error.message ?? error.title), "abspath": .string(path)])
        }
    }
}

extension SessionService {
    /// The living session that a request's path and query mean.
    func find(_ request: Request, _ context: ManagerRequestContext, living: Bool = true) async throws -> SessionRecord {
        guard case .owned(let action, .session) = context.access else { throw BackendError(.internalError) }
        let owner = request.uri.queryParameters["owner_access_key"].map { AccessKey(rawValue: String($0)) }
        return try await find(
            try context.parameter("id"), of: owner, for: try context.requester(), to: action, living: living)
    }
}
