import BackendAIKit
import Core
import Glibc

/// One program in a terminal of a session, shown in ours.
struct TerminalRun: Sendable {
    let client: BackendAIClient
    /// A shell command; nil is a shell.
    let command: String?

    /// Shows it until its end.
    ///
    /// - Returns: The program's exit code; 129, as after a hang-up, when it is not known.
    func perform(in session: String, signals: SignalReader) async throws -> Int32 {
        let size = LocalTerminal.size
        let type = getenv("TERM").map { String(cString: $0) } ?? "dumb"
        let channel = try await client.sessions.channel(
            .terminal(TerminalOrder(command: command, type: type, rows: size.rows, columns: size.columns)), in: session)
        let terminal = LocalTerminal()
        defer { terminal?.restore() }
        let code = await withTaskGroup(of: Int32?.self) { group in
            group.addTask { await show(channel) }
            group.addTask {
                await passKeys(to: channel)
                return nil
            }
            group.addTask { await watch(signals, channel) }
            var code: Int32?
            while code == nil, let next = await group.next() { code = next }
            group.cancelAll()
            return code
        }
        await channel.close()
        return code ?? 129
    }

    private func show(_ channel: SessionChannel) async -> Int32? {
        while let output = try? await channel.next() {
            switch output {
            case .standardOutput(let bytes), .standardError(let bytes):
                guard (try? writeAll(bytes, to: STDOUT_FILENO)) != nil else { return 129 }
            case .closed(let exitCode): return Int32(truncatingIfNeeded: exitCode ?? 129)
            }
        }
        return 129
    }

    private func passKeys(to channel: SessionChannel) async {
        guard let reader = try? CancellableReader(STDIN_FILENO) else { return }
        while let bytes = try? await reader.read(), !bytes.isEmpty {
            guard (try? await channel.send(bytes)) != nil else { return }
        }
        if !Task.isCancelled { try? await channel.endInput() }
    }

    /// In a raw terminal Ctrl-C is a key; what comes here was sent by somebody else.
    private func watch(_ signals: SignalReader, _ channel: SessionChannel) async -> Int32? {
        while let signal = await signals.next() {
            guard signal == SIGWINCH else { return 128 + signal }
            let size = LocalTerminal.size
            try? await channel.resize(rows: size.rows, columns: size.columns)
        }
        return nil
    }
}
