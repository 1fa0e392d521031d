#if os(Linux)
    import CLinux
    import Glibc

    /// Signals as values, instead of as ends or handlers.
    public struct SignalReader: Sendable {
        private let descriptor: CInt
        private let reader: CancellableReader

        /// Takes `signals` from now on. To be made before any other thread, since threads inherit what is blocked.
        ///
        /// - Throws: ``SystemCallError``.
        public init(_ signals: [CInt]) throws(SystemCallError) {
            descriptor = try checked("signalfd") { bai_signal_descriptor(signals, CInt(signals.count)) }
            reader = try CancellableReader(descriptor)
        }

        /// The next signal; nil after cancellation.
        public func next() async -> CInt? {
            // A signalfd_siginfo has 128 bytes and begins with the signal's number.
            guard let bytes = try? await reader.read(upTo: 128), bytes.count == 128 else { return nil }
            return bytes.withUnsafeBytes { CInt(bitPattern: $0.load(as: UInt32.self)) }
        }
    }
#endif
