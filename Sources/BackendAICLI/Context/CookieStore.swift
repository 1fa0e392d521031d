import BackendAIKit
import Core

/// The cookies of logins in session mode, by endpoint; 0600, replaced at once, changed by one process at a time.
struct CookieStore: Sendable, Equatable {
    /// One login.
    struct Login: Sendable, Equatable {
        let username: String
        let cookie: SessionCookie
    }

    /// The directory of the user's state.
    let directory: String

    /// The file.
    var path: String { directory + "/cookies.json" }

    /// Below `XDG_STATE_HOME`, else `~/.local/state`.
    init(environment: [String: String]) {
        if let base = environment["XDG_STATE_HOME"], base.hasPrefix("/") {
            directory = base + "/backend.ai"
        } else {
            directory = (environment["HOME"] ?? "") + "/.local/state/backend.ai"
        }
    }

    /// The login at an endpoint; nil when there is none, or the file cannot be used.
    func login(at endpoint: Endpoint) -> Login? {
        guard let text = try? PrivateFile.read(path), let all = try? JSONValue(parsing: Array(text.utf8)),
            let entry = all[endpoint.description], let username = entry["username"]?.text,
            let cookie = entry["cookie"]?.text.flatMap({ SessionCookie($0) })
        else { return nil }
        return Login(username: username, cookie: cookie)
    }

    /// Keeps a login, or with nil forgets the one that there is.
    func keep(_ login: Login?, at endpoint: Endpoint) throws {
        do {
            try Directory.create(directory)
            let lock = try FileLock(waitingFor: directory + "/cookies.lock")
            let text = try PrivateFile.read(path) ?? "{}"
            var members = (try? JSONValue(parsing: Array(text.utf8)).members) ?? []
            members.removeAll { $0.name == endpoint.description }
            if let login {
                let entry: JSONValue = [
                    "username": .string(login.username), "cookie": .string(login.cookie.reveal()),
                ]
                members.append(.init(endpoint.description, entry))
            }
            try PrivateFile.write(JSONValue.object(members).encodedText, to: path)
            lock.release()
        } catch {
            throw CommandFailure(what: "\(error)")
        }
    }
}
