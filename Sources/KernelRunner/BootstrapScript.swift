/// A user's shell script that prepares a session, once, before its first interpreter starts.
///
/// The original runs it in the same place and ignores how it ends; here the first run is told.
struct BootstrapScript: Sendable, Equatable {
    /// Where it is.
    let path: String

    /// What it prints, in the directory where user programs start.
    static let log = "bootstrap.log"

    /// The command line that runs the script and then becomes `command`.
    ///
    /// The script has neither input nor the link to the driver, which would outlive the interpreter in what it leaves running.
    func preceding(_ command: [String]) -> [String] {
        let shell = """
            /bin/sh "$1" > \(Self.log) 2>&1 < /dev/null 3>&- 4>&- ||
                echo "backend.ai: the bootstrap script ended with $?; what it printed is in \(Self.log)" >&2
            shift
            exec "$@"
            """
        return ["/bin/sh", "-c", shell, "bootstrap", path] + command
    }
}
