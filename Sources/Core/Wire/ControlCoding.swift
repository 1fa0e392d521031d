extension Frame {
    /// A control frame that carries `message` as JSON.
    ///
    /// - Throws: ``FrameError`` when the JSON is longer than a frame may be.
    public static func control(_ message: some Encodable) throws(FrameError) -> Frame {
        let bytes: [UInt8]
        do {
            bytes = try JSONValue(encoding: message).encoded
        } catch {
            throw .malformedControl("\(error)")
        }
        guard bytes.count <= maximumPayload else { throw .tooLong(bytes.count) }
        return Frame(.control, bytes)
    }

    /// Reads the message of a control frame.
    ///
    /// - Throws: ``FrameError/malformedControl(_:)``.
    public func decodeControl<Message: Decodable>(as type: Message.Type) throws(FrameError) -> Message {
        guard kind == .control else { throw .malformedControl("a \(kind) frame came instead") }
        do {
            return try JSONValue(parsing: payload).decoded(as: type)
        } catch {
            throw .malformedControl("\(error)")
        }
    }
}
