import Core
import Glibc

/// Something that a program shows, on its way into the log of its run, as that has room.
struct DisplayTransfer: ~Copyable {
    /// The largest: 64 MiB.
    static let maximumLength = 64 << 20

    /// Its media type.
    let type: String
    /// Its bytes.
    let length: Int
    private let file: Descriptor
    private var offset = 0

    /// What `file` holds now; nil when that is no regular file, or too much.
    init?(_ type: String, _ file: consuming Descriptor) {
        var status = stat()
        guard fstat(file.number, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
            (0...DisplayTransfer.maximumLength).contains(Int(status.st_size))
        else { return nil }
        self.type = type
        self.file = file
        length = Int(status.st_size)
    }

    var isOver: Bool { offset == length }

    /// The next bytes, at most `limit`; a file that has become shorter meanwhile is filled up with zeros.
    mutating func next(upTo limit: Int) -> [UInt8] {
        let count = min(limit, length - offset)
        let number = file.number
        let start = off_t(offset)
        var bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
            filled = max(0, pread(number, buffer.baseAddress, count, start))
        }
        bytes += repeatElement(0, count: count - bytes.count)
        offset += count
        return bytes
    }
}

extension Executor {
    /// Takes what the code shows, to be told after what it has written before.
    func show(_ type: String, _ attachment: consuming Descriptor?, after mark: PendingEvent.Mark) {
        guard let attachment, let transfer = DisplayTransfer(type, attachment) else { return }
        pending = PendingEvent(.display(type: type, length: transfer.length), after: mark)
        display = consume transfer
    }

    /// Copies what is shown, as much as there is room for.
    ///
    /// - Returns: Whether nothing is left of it.
    func passDisplay(to run: Run) -> Bool {
        while display?.isOver == false {
            let room = min(register.makeRoom() - OutputLog.overhead, Frame.maximumPayload)
            guard room > 0, let bytes = display?.next(upTo: room) else { return false }
            run.output.append(.display, bytes)
        }
        display = nil
        return true
    }
}
