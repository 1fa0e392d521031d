#if os(Linux)
    import CLinux
    import Glibc

    /// Signals as values, instead of as ends or handlers.
    public struct SignalReader: Sendable {
        private let reader: CancellableReader

        /// Takes `signals` from now on; those that are ignored stay so.
        ///
        /// Once in a process.
        ///
        /// - Throws: ``SystemCallError``.
        public init(_ signals: [CInt]) throws(SystemCallError) {
            let descriptor = try checked("sigaction") { bai_signal_pipe(signals, CInt(signals.count)) }
            reader = try CancellableReader(descriptor)
        }

        /// The next signal; nil after cancellation.
        public func next() async -> CInt? {
            (try? await reader.read(upTo: 1))?.first.map { CInt($0) }
        }
    }
#endif
