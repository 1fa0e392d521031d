/// A repository that a session begins with.
public struct GitSource: Sendable, Equatable {
    /// Its address.
    public let repository: String
    /// The branch that is checked out; nil is the repository's own choice.
    public let branch: String?
    /// The commit that is checked out after that.
    public let commit: String?
    /// The directory that gets it.
    public let directory: String
    /// Who fetches it, where it is not for everybody.
    public let credential: Credential?

    /// A name and password for HTTP.
    public struct Credential: Sendable, Equatable {
        /// The name.
        public let username: String
        /// The password, or a token.
        public let password: String
    }

    /// Reads the member `git` of a template.
    ///
    /// - Throws: ``TaskTemplate/Problem``.
    init(_ value: JSONValue) throws(TaskTemplate.Problem) {
        func text(_ names: String...) throws(TaskTemplate.Problem) -> String? {
            guard let given = names.compactMap({ value[$0] }).first(where: { !$0.isNull }) else { return nil }
            guard let text = given.text, !text.contains("\0") else {
                throw TaskTemplate.Problem(message: "`spec.kernel.git.\(names[0])` is no text")
            }
            return text.isEmpty ? nil : text
        }
        guard let repository = try text("repository") else {
            throw TaskTemplate.Problem(message: "`spec.kernel.git.repository` is missing")
        }
        // What begins with a dash would be an option to git.
        for (name, word) in [
            ("repository", repository), ("branch", try text("branch") ?? ""), ("commit", try text("commit") ?? ""),
        ] where word.hasPrefix("-") {
            throw TaskTemplate.Problem(message: "`spec.kernel.git.\(name)` begins with a dash")
        }
        self.repository = repository
        branch = try text("branch")
        commit = try text("commit")
        directory = try text("destination_dir", "destinationDir", "dest_dir") ?? GitSource.name(of: repository)
        guard let credential = value["credential"], !credential.isNull else {
            self.credential = nil
            return
        }
        guard let username = credential["username"]?.text, let password = credential["password"]?.text else {
            throw TaskTemplate.Problem(message: "`spec.kernel.git.credential` needs `username` and `password`")
        }
        guard repository.lowercased().hasPrefix("https://") || repository.lowercased().hasPrefix("http://") else {
            throw TaskTemplate.Problem(
                message: "`spec.kernel.git.credential` needs a repository at an http or https address")
        }
        self.credential = Credential(username: username, password: password)
    }

    /// Lines of a shell script that fetch it; the script ends with git's exit code when that fails.
    ///
    /// What is there already stays as it is: a session that is restarted runs the script once more.
    ///
    /// Every word is quoted. Name and password are part of the address while it is fetched, and are not kept in the
    /// repository's settings.
    public var script: String {
        let directory = ShellQuote.word(directory.hasPrefix("-") ? "./" + directory : directory)
        var clone = "git clone"
        if let branch { clone += " -b \(ShellQuote.word(branch))" }
        clone += " \(ShellQuote.word(address)) \(directory) || exit"
        var lines = [clone]
        if credential != nil {
            lines.append("git -C \(directory) remote set-url origin \(ShellQuote.word(repository)) || exit")
        }
        if let commit { lines.append("git -C \(directory) checkout \(ShellQuote.word(commit)) || exit") }
        return "if [ ! -e \(directory) ]; then\n" + lines.map { "    \($0)\n" }.joined() + "fi\n"
    }

    private var address: String {
        guard let credential, let scheme = repository.firstRange(of: "://") else { return repository }
        let user = PercentEncoding.encode(credential.username)
        let password = PercentEncoding.encode(credential.password)
        return "\(repository[..<scheme.upperBound])\(user):\(password)@\(repository[scheme.upperBound...])"
    }

    /// `https://example.com/team/code.git` goes to `code`.
    private static func name(of repository: String) -> String {
        let path = repository.split { "/:".contains($0) }.last.map(String.init) ?? "repository"
        let name = path.hasSuffix(".git") ? String(path.dropLast(4)) : path
        return name.isEmpty || name == "." || name == ".." ? "repository" : name
    }
}
