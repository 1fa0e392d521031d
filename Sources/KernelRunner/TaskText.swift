import Core

/// How a program of the runner's own is told its task: JSON on the command line.
enum TaskText {
    /// The text of a task.
    ///
    /// - Throws: ``FrameError`` for one longer than 256 KiB.
    static func encode(_ task: some Encodable) throws(FrameError) -> String {
        String(decoding: try Frame.control(task).payload, as: UTF8.self)
    }

    /// The task that a text tells.
    ///
    /// - Throws: ``FrameError``.
    static func decode<Task: Decodable>(_ text: String, as type: Task.Type) throws(FrameError) -> Task {
        try Frame(.control, Array(text.utf8)).decodeControl(as: type)
    }
}
