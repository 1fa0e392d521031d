#if os(Linux)
    import CLinux
    import Glibc

    /// Reads a descriptor that may block for ever, on a thread of its own, until it is cancelled.
    public actor CancellableReader {
        private let descriptor: CInt
        private let wakeup: Descriptor
        private nonisolated let executor: ThreadExecutor

        public nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

        /// A reader of `descriptor`, which stays the caller's.
        ///
        /// - Throws: ``SystemCallError`` when no thread or descriptor can be had.
        public init(_ descriptor: CInt) throws(SystemCallError) {
            self.descriptor = descriptor
            wakeup = Descriptor(owning: try checked("eventfd") { bai_eventfd() })
            executor = try ThreadExecutor()
        }

        deinit { executor.stop() }

        /// Waits for bytes.
        ///
        /// - Parameter count: The most to read.
        /// - Returns: What was there; empty at the end of the file and after cancellation.
        /// - Throws: ``SystemCallError``.
        public func read(upTo count: Int = 64 << 10) async throws(SystemCallError) -> [UInt8] {
            if Task.isCancelled { return [] }
            guard try await waitUntilReadable() else { return [] }
            return try readNow(upTo: count)
        }

        /// Waits until there is something to read, or to accept from a listening socket.
        ///
        /// - Returns: Whether there is; false after cancellation.
        /// - Throws: ``SystemCallError``.
        public func waitUntilReadable() async throws(SystemCallError) -> Bool {
            if Task.isCancelled { return false }
            let number = wakeup.number
            let outcome = await withTaskCancellationHandler {
                waited()
            } onCancel: {
                var one: UInt64 = 1
                _ = write(number, &one, 8)
            }
            return try outcome.get()
        }

        private func waited() -> Result<Bool, SystemCallError> {
            do throws(SystemCallError) {
                return .success(try wait())
            } catch {
                return .failure(error)
            }
        }

        private func wait() throws(SystemCallError) -> Bool {
            while true {
                var polled = [descriptor, wakeup.number].map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
                try checkedLibc("poll") { poll(&polled, 2, -1) }
                if polled[1].revents != 0 {
                    // The call may have been for an earlier read, which was over already.
                    _ = try wakeup.read(upTo: 8)
                    if Task.isCancelled { return false }
                }
                if polled[0].revents != 0 { return true }
            }
        }

        private func readNow(upTo count: Int) throws(SystemCallError) -> [UInt8] {
            let source = descriptor
            var failure: SystemCallError?
            let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                do throws(SystemCallError) {
                    filled = try checkedLibc("read") { Glibc.read(source, buffer.baseAddress, count) }
                } catch {
                    filled = 0
                    failure = error
                }
            }
            if let failure { throw failure }
            return bytes
        }
    }
#endif
