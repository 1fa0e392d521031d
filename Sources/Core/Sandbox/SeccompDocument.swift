/// A filter in the form of `linux.seccomp` of an OCI bundle (config-linux.md, "Seccomp"), which Docker reads as well.
public struct SeccompDocument: Encodable, Sendable, Equatable {
    /// What the filter answers.
    enum Action: String, Encodable, Sendable {
        case allow = "SCMP_ACT_ALLOW"
        case error = "SCMP_ACT_ERRNO"
    }

    /// A test of one argument, always under a mask.
    struct Argument: Encodable, Sendable, Equatable {
        /// Which argument, from 0.
        let index: Int
        /// The mask.
        let value: UInt64
        /// What the masked argument must be.
        let valueTwo: UInt64
        /// The only test used.
        let op = "SCMP_CMP_MASKED_EQ"

        private enum CodingKeys: String, CodingKey {
            case index, value, valueTwo, op
        }
    }

    /// One action for some calls.
    struct Group: Encodable, Sendable, Equatable {
        let names: [SystemCallName]
        let action: Action
        /// The errno of ``Action/error``.
        let errnoRet: UInt32?
        let args: [Argument]?
    }

    let defaultAction = Action.error
    /// ENOSYS.
    let defaultErrnoRet: UInt32 = 38
    let architectures: [String]
    let syscalls: [Group]

    private enum CodingKeys: String, CodingKey {
        case defaultAction, defaultErrnoRet, architectures, syscalls
    }
}

extension SystemCallPolicy {
    /// The filter for a machine; the same policy gives the same document, in the same order.
    ///
    /// - Parameters:
    ///   - architecture: The machine's processor.
    ///   - coversOlderModes: Whether 32-bit programs run, under the same rules. Without it the filter ends them
    ///     by SIGSYS; with it runc needs about 20 ms more of processor time to make the filter (53 against 33 ms
    ///     for the whole of `runc run`, measured with libseccomp 2.5.4).
    /// - Returns: The value of `linux.seccomp`.
    public func document(
        for architecture: SystemCallArchitecture,
        coversOlderModes: Bool = true
    ) -> SeccompDocument {
        var allowed: [SystemCallName] = []
        var refused: [SystemCallName] = []
        var examined: [SeccompDocument.Group] = []
        for (name, rule) in rules.sorted(by: { $0.key < $1.key }) {
            switch rule {
            case .allowed: allowed.append(name)
            case .refused: refused.append(name)
            case .absent: break
            case .examined(let condition): examined += SeccompDocument.Group.groups(for: name, condition)
            }
        }
        var groups: [SeccompDocument.Group] = []
        // An empty list of names is an error to runc.
        if !allowed.isEmpty { groups.append(.allowing(allowed)) }
        if !refused.isEmpty { groups.append(.refusing(refused)) }
        return SeccompDocument(
            architectures: [architecture.seccompName] + (coversOlderModes ? architecture.olderSeccompNames : []),
            syscalls: groups + examined
        )
    }
}

extension SeccompDocument.Group {
    /// EPERM, the same number on every machine.
    private static let permission: UInt32 = 1

    fileprivate static func allowing(_ names: [SystemCallName], _ args: [SeccompDocument.Argument]? = nil) -> Self {
        Self(names: names, action: .allow, errnoRet: nil, args: args)
    }

    fileprivate static func refusing(_ names: [SystemCallName], _ args: [SeccompDocument.Argument]? = nil) -> Self {
        Self(names: names, action: .error, errnoRet: permission, args: args)
    }

    fileprivate static func groups(for name: SystemCallName, _ condition: SystemCallCondition) -> [Self] {
        func argument(_ pattern: ArgumentPattern) -> [SeccompDocument.Argument]? {
            // A pattern without bits matches always.
            guard pattern.mask != 0 else { return nil }
            return [.init(index: condition.argument, value: UInt64(pattern.mask), valueTwo: UInt64(pattern.value))]
        }
        return condition.allowedPatterns.map { allowing([name], argument($0)) }
            + condition.refusedPatterns.map { refusing([name], argument($0)) }
    }
}
