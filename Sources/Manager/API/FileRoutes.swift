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

    func add(to routes: inout ManagerRoutes) {
        routes.signed(.post, "/session/:id/upload", upload)
        routes.signed(.get, "/session/:id/download", download)
        routes.signed(.get, "/session/:id/download_single", downloadSingle)
        routes.signed(.get, "/session/:id/files", list)
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
        let owner = request.uri.queryParameters["owner_access_key"].map { AccessKey(rawValue: String($0)) }
        return try await find(
            try context.parameter("id"), of: owner, for: try context.requester(), living: living)
    }
}
