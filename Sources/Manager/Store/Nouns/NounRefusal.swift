/// Why a change is not made.
struct NounRefusal: Error, Sendable, Equatable {
    /// A sentence, as the original's where it has one.
    let message: String
    /// Whether the original answers it as an error of the request, not as a mutation that is not `ok`.
    let isError: Bool

    init(_ message: String, isError: Bool = false) {
        self.message = message
        self.isError = isError
    }
}
