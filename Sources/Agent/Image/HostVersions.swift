import Core

/// Versions that executables have told, kept between starts: asking costs a sandbox, 50 ms.
struct HostVersions: Codable, Equatable {
    private struct Answer: Codable, Equatable {
        let fingerprint: String
        let version: String
    }

    private var answers: [String: Answer] = [:]

    /// The version of the executable as it is now, if it was asked before.
    subscript(executable: HostExecutable) -> String? {
        get {
            guard let answer = answers[executable.path], answer.fingerprint == executable.fingerprint else {
                return nil
            }
            return answer.version
        }
        set {
            answers[executable.path] = newValue.map { Answer(fingerprint: executable.fingerprint, version: $0) }
        }
    }

    /// Reads the file; a missing or broken one is as good as none.
    static func load(_ path: String) -> HostVersions {
        guard let bytes = try? DurableFile.read(path) else { return HostVersions() }
        return (try? JSONValue(parsing: bytes).decoded(as: HostVersions.self)) ?? HostVersions()
    }

    func save(_ path: String) throws {
        try DurableFile.replace(path, with: JSONValue(encoding: self).encoded)
    }
}
