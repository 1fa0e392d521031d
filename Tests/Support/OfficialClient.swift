import Glibc

/// The original's Python client, as `make setup-tests` installs it.
public enum OfficialClient {
    /// Its command line; in a venv in the repository, which tests run from.
    public static let program: String? = {
        guard let directory = getcwd(nil, 0) else { return nil }
        defer { free(directory) }
        let path = String(cString: directory) + "/.build-venv/bin/backend.ai"
        return access(path, X_OK) == 0 ? path : nil
    }()

    /// The command with an example account of `stack`.
    public static func command(_ arguments: [String], on stack: TestStack, accessKey: String, secretKey: String)
        -> Command?
    {
        guard let program, let port = stack.port else { return nil }
        return Command(
            program,
            arguments,
            environment: [
                "PATH": "/usr/bin:/bin", "HOME": stack.state, "COLUMNS": "200", "LANG": "C.UTF-8",
                "BACKEND_ENDPOINT": "http://127.0.0.1:\(port)", "BACKEND_ENDPOINT_TYPE": "api",
                "BACKEND_ACCESS_KEY": accessKey, "BACKEND_SECRET_KEY": secretKey,
            ]
        )
    }
}
