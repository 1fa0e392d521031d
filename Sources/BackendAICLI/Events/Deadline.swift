/// Work that may take so long and no longer.
enum Deadline {
    /// The time is over.
    struct Passed: Error {}

    /// Does `body`, which is cancelled when `seconds` are over; 0 waits for ever.
    ///
    /// - Throws: ``Passed``, or what `body` throws.
    static func run<Value: Sendable>(
        seconds: Double, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        guard seconds > 0 else { return try await body() }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            group.addTask { try await body() }
            group.addTask {
                try await Task.sleep(for: .seconds(seconds))
                return nil
            }
            defer { group.cancelAll() }
            guard let first = try await group.next(), let value = first else { throw Passed() }
            return value
        }
    }
}
