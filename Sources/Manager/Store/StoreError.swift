import Core

/// Why the store could not do what it was asked.
enum StoreError: Error, Equatable, CustomStringConvertible {
    case diskFull(path: String)
    case constraint(String)
    case cannotOpen(path: String, reason: String)
    case damaged(path: String, reason: String)
    case newerVersion(path: String, found: Int, known: Int)
    case failed(path: String, reason: String)
    /// The row was no longer in the status that the change was decided on.
    case conflict(String)
    /// Something that a change needs does not hold; the sentence says what.
    case refused(String)

    var description: String {
        switch self {
        case .diskFull(let path): "the disk that holds `\(path)` is full"
        case .constraint(let message): "a rule of the database was broken: \(message)"
        case .cannotOpen(let path, let reason): "cannot open the database `\(path)`: \(reason)"
        case .damaged(let path, let reason): "the database `\(path)` is damaged: \(reason)"
        case .newerVersion(let path, let found, let known):
            "the database `\(path)` has version \(found), but this program knows versions up to \(known)"
        case .failed(let path, let reason): "the database `\(path)` failed: \(reason)"
        case .conflict(let what): "\(what) was changed by someone else in the meantime"
        case .refused(let sentence): sentence
        }
    }

    /// What helps, where something does.
    var hint: String? {
        switch self {
        case .diskFull: "free some space, then try again; nothing was changed"
        case .newerVersion: "use the newer program, or another state directory (BACKENDAI_STATE_DIR)"
        case .damaged: "move the file away and start again, or restore it from a backup"
        default: nil
        }
    }

    /// The failure as a client sees it.
    var problem: BackendError {
        switch self {
        case .diskFull: BackendError(.storageFull, description, hint: hint)
        case .refused: BackendError(.badRequest, description)
        default: BackendError(.internalError, description, hint: hint)
        }
    }
}
