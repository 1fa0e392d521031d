import Foundation

/// The original's Python client, as `make setup-tests` installs it.
public enum OfficialClient {
    /// The public example account of a plain user.
    public static let accessKey = "AKIANABBDUSEREXAMPLE"
    /// Its secret.
    public static let secretKey = "C8qnIo29EZvXkPK_MXcuAakYTy4NYrxwmCEyNPlf"
    /// How a stack that it can use is started.
    public static let stackOptions = ["--port", "0", "--example-keypairs", "--agent-slots", "cpu=8,mem=8g"]

    /// Its command line; in a venv in the repository, which tests run from.
    public static let program: String? = {
        guard let directory = getcwd(nil, 0) else { return nil }
        defer { free(directory) }
        let path = String(cString: directory) + "/.build-venv/bin/backend.ai"
        return access(path, X_OK) == 0 ? path : nil
    }()

    /// Runs it against `stack` to its end.
    public static func run(
        _ arguments: String...,
        on stack: TestStack,
        secretKey: String = OfficialClient.secretKey,
        input: String = "",
        directory: String = "/"
    ) async throws -> CommandResult {
        var command = try command(arguments, on: stack, secretKey: secretKey)
        command.directory = directory
        return try await command.run(input: Array(input.utf8))
    }

    /// Its command line against `stack`.
    public static func command(
        _ arguments: [String], on stack: TestStack, secretKey: String = OfficialClient.secretKey, home: String? = nil
    ) throws -> Command {
        guard let program, let port = stack.port else { throw Absent() }
        let environment = [
            "PATH": (program as NSString).deletingLastPathComponent + ":/usr/bin:/bin", "HOME": home ?? stack.state,
            "COLUMNS": "200", "LANG": "C.UTF-8",
            "BACKEND_ENDPOINT": "http://127.0.0.1:\(port)", "BACKEND_ENDPOINT_TYPE": "api",
            "BACKEND_ACCESS_KEY": accessKey, "BACKEND_SECRET_KEY": secretKey,
        ]
        return Command(program, arguments, environment: environment)
    }

    /// The client or the stack is not there.
    public struct Absent: Error {
        /// The error.
        public init() {}
    }
}
