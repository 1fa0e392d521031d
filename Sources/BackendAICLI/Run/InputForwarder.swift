import BackendAIKit
import CLinux
import Core
import Glibc

/// Passes this process's standard input on to the program.
enum InputForwarder {
    /// Reads until the end of the file, or until the task is cancelled.
    static func forward(_ descriptor: CInt, to execution: Execution) async {
        // A background job that reads its terminal would be stopped.
        guard isatty(descriptor) == 0 || tcgetpgrp(descriptor) == getpgrp() else { return }
        guard let reader = try? CancellableReader(descriptor) else { return }
        // Each message costs the same on its way, whatever its size.
        _ = bai_set_pipe_size(descriptor, CInt(Frame.maximumPayload))
        while !Task.isCancelled {
            guard let bytes = try? await reader.read(upTo: Frame.maximumPayload), !bytes.isEmpty else { break }
            guard (try? await execution.send(input: bytes)) != nil else { return }
        }
        if !Task.isCancelled { try? await execution.endInput() }
    }
}
