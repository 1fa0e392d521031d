public import Core

/// What a manager answers to a change.
public struct ChangeResult: Sendable, Equatable {
    /// Whether it was made.
    public let isDone: Bool
    /// `success`, or the reason why not.
    public let message: String
    /// What is now there, if it was asked for.
    public let item: JSONValue?
    /// The whole answer, which some changes give more in, such as the id of a background task.
    public let answer: JSONValue
}
