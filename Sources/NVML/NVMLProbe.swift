import Core
import Glibc

/// Reads the GPUs again and again and writes a line of JSON each time: what `backend.ai-agent gpu-probe` does.
///
/// It is a process of its own, since a call of NVML may never return; whoever reads its lines ends it when none comes.
public struct NVMLProbe {
    private let library: String
    private let interval: Duration

    /// A probe that reads through `library`, once in an `interval`.
    public init(library: String, interval: Duration) {
        self.library = library
        self.interval = interval
    }

    /// Reads and writes to standard output until nobody listens any more; once, if the library cannot be used.
    public func run() {
        do throws(NVMLReader.Failure) {
            var reader = try NVMLReader(library: library)
            while write(reader.reading()) { pause() }
        } catch {
            _ = write(NVMLReading(problem: error.description))
        }
    }

    private func write(_ reading: NVMLReading) -> Bool {
        guard let value = try? JSONValue(encoding: reading) else { return false }
        return (try? writeAll(value.encoded + [UInt8(ascii: "\n")], to: STDOUT_FILENO)) != nil
    }

    private func pause() {
        let (seconds, attoseconds) = interval.components
        var time = timespec(tv_sec: Int(seconds), tv_nsec: Int(attoseconds / 1_000_000_000))
        nanosleep(&time, nil)
    }
}
