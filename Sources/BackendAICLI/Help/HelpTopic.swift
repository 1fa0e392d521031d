import ArgumentParser

/// Pages of help that are about no command.
enum HelpTopic: String, CaseIterable, ExpressibleByArgument {
    case exitCodes = "exit-codes"
    case environment
    case formatting

    /// The page that `help TOPIC` asks for; nil for every other command line.
    init?(_ words: [String]) {
        guard words.count == 2, words[0] == "help" else { return nil }
        self.init(rawValue: words[1])
    }

    /// What it is about, in a line.
    var abstract: String {
        switch self {
        case .exitCodes: "What the exit codes of commands mean"
        case .environment: "The variables and files that commands read"
        case .formatting: "How results are printed, filtered and ordered"
        }
    }

    /// The page.
    var text: String {
        switch self {
        case .exitCodes: Self.exitCodePage
        case .environment: Self.environmentPage
        case .formatting: Self.formattingPage
        }
    }

    private static var exitCodePage: String {
        let rows = ExitStatus.allCases.map { status in
            let code = String(status.rawValue)
            return String(repeating: " ", count: 5 - code.count) + code + "  " + status.meaning
        }
        return """
            EXIT CODES

            \(rows.joined(separator: "\n"))

            Once a program has run, `backend.ai run` exits with the program's own code; a signal is 128 and its number.
            `backend.ai watch` exits with the code of a batch session's command, `ssh` and `scp` with that of the
            program they start. With `--output json` the member `origin` says whose code it is.
            """
    }

    private static let environmentPage = """
        ENVIRONMENT

        Which manager a command talks to, the first of these that is there:
          1. `--context NAME`, before or behind the command, or the variable BACKENDAI_CONTEXT
          2. the variable BACKEND_ENDPOINT
          3. the context that was chosen by `backend.ai context use`
          4. the stack of this machine, which is started when it is needed

        Variables; their old names begin with SORNA_ instead of BACKEND_:
          BACKEND_ENDPOINT                 the manager's address, an http or https URL
          BACKEND_ENDPOINT_TYPE            `api`: requests are signed; `session`: they bear the cookie of a login
          BACKEND_ACCESS_KEY, _SECRET_KEY  the keypair that requests are signed with
          BACKEND_DOMAIN, BACKEND_GROUP    where sessions belong; `default` when absent
          BACKEND_SKIP_SSLCERT_VALIDATION  `yes` takes certificates unseen
          BACKEND_CONNECTION_TIMEOUT       seconds until a connection must stand; 10 when absent
          BACKEND_READ_TIMEOUT             seconds without a byte after which an answer is lost; 0 is never
          BACKENDAI_CONTEXT                the context to use
          BACKENDAI_STATE_DIR              where the stack of this machine keeps its state
          NO_COLOR                         no colours, nothing that moves
          TMPDIR                           where temporary files are put

        A file `.env` in this directory or above it sets the same variables, and overrides the environment.

        Files:
          $XDG_CONFIG_HOME/backend.ai/contexts.toml  contexts; ~/.config when the variable is absent
          $XDG_STATE_HOME/backend.ai/cookies.json    logins of the type `session`; ~/.local/state when it is absent
        """

    private static let formattingPage = """
        FORMATTING

        Data is printed on standard output, everything else on standard error. Nothing moves or has colours unless
        standard error is a terminal.

          --output console   tables and lines for people; what commands do unless told otherwise
          --output json      for programs; lists are {"count", "total_count", "items"}
          --output yaml      the same as YAML
          --output csv       lists as lines of values, with the names of the fields first
          -q, --quiet        ids alone, one a line, where a command lists something
          --fields a,b,c     which fields, in this order
          --plain            no titles
          --watch            shows the list again whenever it changes; --interval says how often it looks

        `--output` may stand before the command, too. What is longer than a terminal goes through $PAGER.

        Lists of the manager are filtered and ordered by it:
          --filter 'status == "RUNNING" & name like "train%"'
          --order '-created_at,name'
          --limit 20 --offset 40

        A filter compares fields with `==`, `!=`, `>`, `>=`, `<`, `<=`, `contains`, `in`, `is`, `isnot`, `like` and
        `ilike`; texts are in double quotes, lists in brackets, `%` stands for anything. `!`, `&`, `|` and parentheses
        combine; without parentheses all that follows belongs together. An order is a list of fields, each with `+` for
        ascending or `-` for descending.

        Sizes are written with k, m, g, t and p, which are powers of 1,024: mem=512m, shmem=1.5g. A number of `mem`
        without a unit is one of mebibytes. Times are ISO 8601 with their offset.
        """
}
