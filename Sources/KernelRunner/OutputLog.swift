import Core

/// The numbered output frames of one run that have not been acknowledged yet.
///
/// Frames are numbered from 1. They are held as they stand on the stream, so that sending copies nothing.
struct OutputLog {
    /// What a frame costs beyond its bytes; counted, so that many small frames are bounded too.
    static let overhead = 64

    private var frames: [[UInt8]] = []
    // Frames before this index have been acknowledged; they are cut off now and then, not one by one.
    private var head = 0
    private var headNumber = 1
    // The kind of the last frame, while bytes may still be added to it.
    private var open: Frame.Kind?

    /// The bytes held, overhead included.
    private(set) var cost = 0

    /// The number of the oldest frame kept, or of the next one to come.
    var first: Int { headNumber }
    /// The number of the latest frame; 0 before the first.
    var last: Int { headNumber + frames.count - head - 1 }
    var isEmpty: Bool { head == frames.count }

    /// The frame with `number` as it stands on the stream, if it is kept.
    subscript(number: Int) -> [UInt8]? {
        let index = head + number - headNumber
        return number >= headNumber && index < frames.count ? frames[index] : nil
    }

    /// Adds output: to the last frame if that has room and nobody has seen it, else as a new one.
    mutating func append(_ kind: Frame.Kind, _ bytes: [UInt8]) {
        // Length, kind and payload.
        if open == kind, let end = frames.indices.last, frames[end].count - 5 + bytes.count <= Frame.maximumPayload {
            frames[end].append(contentsOf: bytes)
            let length = UInt32(frames[end].count - 4)
            for place in 0..<4 { frames[end][place] = UInt8(truncatingIfNeeded: length >> (24 - 8 * place)) }
            cost += bytes.count
            return
        }
        add(Frame(kind, bytes))
        open = kind
    }

    /// Adds an event as a frame of its own.
    mutating func append(_ event: RunnerEvent) throws(FrameError) {
        add(try Frame.control(event))
        open = nil
    }

    /// Says that frame `number` is being sent, so that it must not change any more.
    mutating func seal(_ number: Int) {
        if number == last { open = nil }
    }

    /// Forgets the frames up to `number`.
    mutating func acknowledge(through number: Int) {
        while headNumber <= number, head < frames.count {
            cost -= frames[head].count + OutputLog.overhead
            frames[head] = []
            head += 1
            headNumber += 1
        }
        if head == frames.count {
            open = nil
            frames = []
            head = 0
        } else if head > 64, head > frames.count / 2 {
            frames.removeFirst(head)
            head = 0
        }
    }

    private mutating func add(_ frame: Frame) {
        let bytes = frame.encoded
        frames.append(bytes)
        cost += bytes.count + OutputLog.overhead
    }
}
