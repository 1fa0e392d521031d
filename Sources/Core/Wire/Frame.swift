/// One unit of a runner's stream: what kind of bytes, and the bytes.
///
/// On a byte stream a frame is a 4-byte big-endian length of what follows, one byte of kind,
/// and the payload. Inside a WebSocket message the length is left out, since the message has its own.
public struct Frame: Sendable, Equatable {
    /// What the payload means.
    public enum Kind: UInt8, Sendable, CaseIterable {
        /// A JSON message, ``RunnerRequest`` one way and ``RunnerEvent`` the other.
        case control = 0
        /// Raw bytes for the program's standard input.
        case standardInput = 1
        /// Raw bytes of the program's standard output.
        case standardOutput = 2
        /// Raw bytes of the program's standard error.
        case standardError = 3
        /// A part of the source text that a ``RunnerRequest/start(_:)`` announced.
        case code = 4
        /// A part of what a ``RunnerEvent/display(type:length:)`` announced.
        case display = 5

        /// Whether frames of this kind are output of a run, numbered and kept until acknowledged.
        public var isOutput: Bool { self == .standardOutput || self == .standardError || self == .display }
    }

    /// The largest payload: 256 KiB.
    public static let maximumPayload = 256 << 10

    /// What the payload means.
    public let kind: Kind
    /// At most ``maximumPayload`` bytes.
    public let payload: [UInt8]

    /// A frame of at most ``maximumPayload`` bytes; longer data is cut by ``split(_:_:)``.
    public init(_ kind: Kind, _ payload: [UInt8]) {
        self.kind = kind
        self.payload = payload
    }

    /// As many frames of one kind as `bytes` needs; none for no bytes.
    public static func split(_ kind: Kind, _ bytes: [UInt8]) -> [Frame] {
        stride(from: 0, to: bytes.count, by: maximumPayload).map { start in
            Frame(kind, Array(bytes[start..<min(start + maximumPayload, bytes.count)]))
        }
    }

    /// The frame as it stands on a byte stream.
    public var encoded: [UInt8] {
        let length = UInt32(payload.count + 1)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 5)
        for shift in stride(from: 24, through: 0, by: -8) { bytes.append(UInt8(truncatingIfNeeded: length >> shift)) }
        bytes.append(kind.rawValue)
        bytes.append(contentsOf: payload)
        return bytes
    }

    /// The frame as a WebSocket message carries it: kind, then payload.
    public var message: [UInt8] { Frame.message(kind, payload) }

    /// A WebSocket message of a kind and a payload of at most ``maximumPayload`` bytes.
    public static func message(_ kind: Kind, _ payload: some Collection<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(payload.count + 1)
        bytes.append(kind.rawValue)
        bytes.append(contentsOf: payload)
        return bytes
    }

    /// Reads the frame of one WebSocket message.
    ///
    /// - Throws: ``FrameError`` for an empty, unknown or oversized one.
    public init(message: some Collection<UInt8>) throws(FrameError) {
        guard let first = message.first else { throw .empty }
        guard message.count - 1 <= Frame.maximumPayload else { throw .tooLong(message.count - 1) }
        guard let kind = Kind(rawValue: first) else { throw .unknownKind(first) }
        self.init(kind, Array(message.dropFirst()))
    }
}

/// Why bytes are no frame.
///
/// The peer is broken or hostile: its connection is closed.
public enum FrameError: Error, Equatable, Sendable, CustomStringConvertible {
    /// A length of zero, which has no room for a kind.
    case empty
    /// A payload of more than ``Frame/maximumPayload`` bytes.
    case tooLong(Int)
    /// A kind that this version does not know.
    case unknownKind(UInt8)
    /// A control frame that is not the JSON expected there.
    case malformedControl(String)

    public var description: String {
        switch self {
        case .empty: "empty frame"
        case .tooLong(let count): "frame of \(count) bytes is longer than \(Frame.maximumPayload)"
        case .unknownKind(let kind): "unknown frame kind \(kind)"
        case .malformedControl(let reason): "malformed control frame: \(reason)"
        }
    }
}

/// Cuts a byte stream into frames, whatever pieces it arrives in.
///
/// Holds at most one incomplete frame beside what was appended last.
public struct FrameDecoder: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0

    /// A decoder at the beginning of a stream.
    public init() {}

    /// Bytes that no complete frame has consumed yet.
    public var pending: Int { buffer.count - start }

    /// Adds what was read.
    public mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 0, start >= buffer.count / 2 {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next complete frame, or nil until more bytes come.
    ///
    /// - Throws: ``FrameError``; the stream cannot be read any further then.
    public mutating func next() throws(FrameError) -> Frame? {
        guard pending >= 4 else { return nil }
        let length = buffer[start..<start + 4].reduce(0) { $0 << 8 | Int($1) }
        guard length > 0 else { throw .empty }
        guard length - 1 <= Frame.maximumPayload else { throw .tooLong(length - 1) }
        guard pending >= 4 + length else { return nil }
        let kind = buffer[start + 4]
        guard let known = Frame.Kind(rawValue: kind) else { throw .unknownKind(kind) }
        let frame = Frame(known, Array(buffer[start + 5..<start + 4 + length]))
        start += 4 + length
        return frame
    }
}
