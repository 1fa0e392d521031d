/// What a channel leads to.
public enum ChannelOrder: Codable, Sendable, Equatable {
    /// The files of the session.
    case files(FileOrder)
    /// A terminal of its own, with a program that it controls.
    case terminal(TerminalOrder)
    /// A port of a service, which is started when it is not running.
    case service(ServiceOrder)
}

/// What is done with files, by a program with the user's rights; paths are relative to the home directory.
public enum FileOrder: Codable, Sendable, Equatable {
    /// Takes an archive, and puts what is in it below a directory.
    case upload(directory: String)
    /// Gives an archive of these files and directories; patterns as a shell's are expanded.
    ///
    /// They stand in it under their own names, or by their paths below a directory.
    case download(paths: [String], below: String? = nil)
    /// Gives the bytes of one file.
    case read(path: String)
    /// Gives a JSON object that describes the entries of a directory.
    case list(path: String)
    /// Gives a JSON object that names the files below a directory that have changed since a time, in seconds since 1970.
    case changes(path: String, since: Double)
}

/// What runs in a terminal, and how large its window is.
public struct TerminalOrder: Codable, Sendable, Equatable {
    /// A shell command; nil is an interactive shell.
    public var command: String?
    /// The kind of terminal, for `TERM`.
    public var type: String
    /// The window's height in characters.
    public var rows: Int
    /// The window's width in characters.
    public var columns: Int

    /// A terminal.
    public init(command: String? = nil, type: String = "xterm-256color", rows: Int = 24, columns: Int = 80) {
        self.command = command
        self.type = type
        self.rows = rows
        self.columns = columns
    }
}

/// A service, and what it is started with when it is not running.
public struct ServiceOrder: Codable, Sendable, Equatable {
    /// The service and its ports.
    public var service: ServicePort
    /// Which of the ports is connected to; nil is the first.
    public var port: Int?
    /// Further arguments of its command: values of options, none for a switch.
    public var arguments: [String: [String]]
    /// Further variables of its environment.
    public var environment: [String: String]

    /// An order.
    public init(
        service: ServicePort, port: Int? = nil, arguments: [String: [String]] = [:], environment: [String: String] = [:]
    ) {
        self.service = service
        self.port = port
        self.arguments = arguments
        self.environment = environment
    }
}
