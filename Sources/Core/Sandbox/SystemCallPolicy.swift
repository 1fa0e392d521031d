/// Which system calls the programs of a kernel may make.
///
/// A value: the operations answer a changed copy. What is not mentioned is ``SystemCallRule/absent``, so a call
/// that a later kernel brings is not open by accident. It becomes a filter by ``document(for:)``.
public struct SystemCallPolicy: Sendable, Equatable {
    /// A change that a policy does not take.
    public enum Refusal: Error, Equatable, Sendable {
        /// The call would reach out of the sandbox, or its condition would be lifted.
        case forbidden(SystemCallName)
    }

    /// The rules that differ from ``SystemCallRule/absent``.
    public private(set) var rules: [SystemCallName: SystemCallRule]

    /// The policy under which no system call exists.
    public init() {
        rules = [:]
    }

    /// Builds a policy from tables; where they overlap the stricter one holds.
    init(
        allowed: [SystemCallName],
        examined: [SystemCallName: SystemCallCondition] = [:],
        refused: [SystemCallName] = []
    ) {
        rules = Dictionary(allowed.map { ($0, .allowed) }, uniquingKeysWith: { first, _ in first })
        for (name, condition) in examined { rules[name] = .examined(condition) }
        for name in refused { rules[name] = .refused }
    }

    /// What happens to the call.
    public func rule(for name: SystemCallName) -> SystemCallRule {
        rules[name] ?? .absent
    }

    /// Allows more calls.
    ///
    /// - Throws: ``Refusal/forbidden(_:)`` for a call that ``standard`` refuses, examines or hides on purpose:
    ///   those keep a program inside, and no policy lifts them.
    public func allowing(_ names: some Sequence<SystemCallName>) throws(Refusal) -> SystemCallPolicy {
        var policy = self
        for name in names {
            guard !ForbiddenCalls.names.contains(name), ExaminedCalls.conditions[name] == nil else {
                throw .forbidden(name)
            }
            policy.rules[name] = .allowed
        }
        return policy
    }

    /// Makes calls answer EPERM.
    public func refusing(_ names: some Sequence<SystemCallName>) -> SystemCallPolicy {
        var policy = self
        for name in names { policy.rules[name] = .refused }
        return policy
    }

    /// Makes calls answer ENOSYS.
    public func hiding(_ names: some Sequence<SystemCallName>) -> SystemCallPolicy {
        var policy = self
        for name in names { policy.rules[name] = nil }
        return policy
    }

    /// Allows a call on a condition.
    ///
    /// - Throws: ``Refusal/forbidden(_:)`` for a call that ``standard`` refuses, hides on purpose or examines itself.
    public func examining(
        _ name: SystemCallName,
        _ condition: SystemCallCondition
    ) throws(Refusal) -> SystemCallPolicy {
        var policy = try allowing([name])
        policy.rules[name] = .examined(condition)
        return policy
    }
}
