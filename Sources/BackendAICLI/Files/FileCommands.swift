import ArgumentParser
import BackendAIKit
import Core
import Glibc

struct SessionUpload: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "upload",
        abstract: "Put files and directories into a session's home directory"
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Argument(help: "Files and directories, below the base directory", completion: .file())
    var files: [String]

    @Option(help: ArgumentHelp("Where the paths of files begin; the current directory when absent", valueName: "path"))
    var basedir: String?

    @Flag(name: .shortAndLong, help: "Say nothing when it works")
    var quiet = false

    func run(in context: CommandContext) async throws {
        let chosen = try LocalFiles(base: basedir).files(files)
        try await context.client().sessions.uploading(chosen, to: session)
        if !quiet { context.console.note("backend.ai: uploaded to session `\(session)`") }
    }
}

struct SessionDownload: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "download",
        abstract: "Fetch files and directories of a session",
        discussion: "Patterns such as '*.png' are expanded in the session; quote them against your own shell."
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Argument(help: "Paths, relative to the session's home directory")
    var files: [String]

    @Option(help: ArgumentHelp("Where they are put", valueName: "directory"))
    var dest = "."

    @Flag(name: .shortAndLong, help: "Say nothing when it works")
    var quiet = false

    func run(in context: CommandContext) async throws {
        try await context.client().sessions.downloading(files, of: session, to: dest)
        if !quiet { context.console.note("backend.ai: downloaded to \(dest)") }
    }
}

struct SessionFileList: BackendCommand {
    static let configuration = CommandConfiguration(
        commandName: "ls",
        abstract: "List the files of a session"
    )

    @Argument(help: "The session's name or id", completion: LiveNames.sessions)
    var session: String

    @Argument(help: "A directory, relative to the session's home directory")
    var path = "."

    @OptionGroup var output: OutputOptions

    func run(in context: CommandContext) async throws {
        let files: [JSONValue]
        do {
            files = try await context.client().sessions.files(in: path, of: session)
        } catch let error as IncompleteTransfer {
            throw CommandFailure(what: "cannot list `\(path)`", why: error.reasons.joined(separator: "; "))
        }
        try context.printer(output).value(.array(files)) {
            let rows = files.map { file in
                [
                    file["mode"]?.text ?? "", file["size"]?.integer.map { String($0) } ?? "",
                    FileTime.text(file["mtime"]), file["filename"]?.text ?? "",
                ]
            }
            try context.console.line(
                Table(
                    columns: ["Mode", "Size", "Modified", "Name"], rows: rows, alignments: [.left, .right]
                ).text)
        }
    }
}

/// Times of files as people read them.
enum FileTime {
    /// `2026-11-28 13:05`, in the local time zone, of seconds since 1970.
    static func text(_ value: JSONValue?) -> String {
        let seconds: Double
        switch value {
        case .integer(let whole): seconds = Double(whole)
        case .number(let number): seconds = number
        default: return ""
        }
        guard abs(seconds) < 1e11 else { return "" }
        var time = time_t(seconds)
        var parts = tm()
        localtime_r(&time, &parts)
        var buffer = [CChar](repeating: 0, count: 32)
        strftime(&buffer, buffer.count, "%Y-%m-%d %H:%M", &parts)
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}

extension SessionsAPI {
    /// Uploads, with failures in the words of this command.
    func uploading(_ files: [LocalFile], to session: String) async throws {
        do {
            try await upload(files, to: session)
        } catch let error as IncompleteTransfer {
            throw CommandFailure(
                what: "the upload is not complete", why: error.reasons.first, details: Array(error.reasons.dropFirst()))
        } catch let error as FileProblem {
            throw CommandFailure(status: .invalidArgument, what: error.description)
        }
    }

    /// Downloads, with failures in the words of this command.
    func downloading(_ paths: [String], of session: String, to directory: String) async throws {
        do {
            try await download(paths, of: session, to: directory)
        } catch let error as IncompleteTransfer {
            throw CommandFailure(
                what: "the download is not complete", why: error.reasons.first,
                details: Array(error.reasons.dropFirst()))
        } catch let error as FileProblem {
            throw CommandFailure(what: error.description)
        } catch let error as ArchiveError {
            throw CommandFailure(what: "the download is not complete", why: error.description)
        } catch let error as UnsafePath {
            throw CommandFailure(what: "the session gives a file that is not taken", why: error.description)
        }
    }
}
