import Core
import Glibc

/// What writes the files that a user's home begins with: a program of its own with the user's rights, so that no
/// path that it is given reaches further than the user's own code does.
enum DotfilesProgram {
    /// The largest list that is read, in bytes.
    private static let maximumList = 4 << 20

    /// Runs the program and waits for its end; what it could not write is told in the runner's log alone.
    ///
    /// - Throws: ``SystemCallError`` when it cannot be started.
    static func write(listedIn path: String, _ configuration: RunnerConfiguration) throws(SystemCallError) {
        let pid = try SpawnedProgram(
            command: [configuration.executable, "dotfiles", path], directory: configuration.directory,
            identity: configuration.identity
        ).start(input: STDIN_FILENO, output: STDOUT_FILENO, error: STDERR_FILENO)
        var status: CInt = 0
        try checkedLibc("waitpid") { waitpid(pid, &status, 0) }
    }

    /// Writes the files below the directory where it was started.
    ///
    /// - Returns: The exit code: 0, or 1 when standard error tells what is missing.
    static func run(listedIn path: String) -> CInt {
        umask(0o022)
        do {
            let list = try Descriptor.open(path, O_RDONLY)
            var bytes: [UInt8] = []
            while bytes.count < maximumList {
                let part = try list.read(upTo: 64 << 10)
                if part.isEmpty { break }
                bytes += part
            }
            var code: CInt = 0
            for file in try JSONValue(parsing: bytes).decoded(as: [Dotfile].self) {
                do {
                    try write(file)
                } catch {
                    note("the dotfile `\(file.path)` was not written: \(error)")
                    code = 1
                }
            }
            return code
        } catch {
            note("the list of dotfiles `\(path)` was not read: \(error)")
            return 1
        }
    }

    private static func write(_ file: Dotfile) throws {
        let path = try SafePath(ArchivePath(file.path))
        var directory = ""
        for component in path.components.dropLast() {
            directory += directory.isEmpty ? "\(component)" : "/\(component)"
            // Keys in a directory that others can enter are refused by what reads them.
            let isPrivate = directory == ".ssh"
            if mkdir(directory, isPrivate ? 0o700 : 0o755) != 0, errno != EEXIST {
                throw SystemCallError(call: "mkdir", code: errno, path: directory)
            }
        }
        let target = "\(path)"
        let made = try Descriptor.open(target, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW, mode: 0o600)
        try writeAll(file.data.utf8, to: made.number)
        try checkedLibc("fchmod", path: target) { fchmod(made.number, mode_t(file.mode & 0o777)) }
    }

    private static func note(_ text: String) {
        try? writeAll("backend.ai-kernel-runner: \(text)\n".utf8, to: STDERR_FILENO)
    }
}
