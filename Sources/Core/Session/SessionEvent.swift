/// Something that happened in a session's life, as listeners are told of it.
public struct SessionEvent: Sendable, Equatable {
    /// Where it stands among all events.
    public let position: SessionEventPosition
    /// What happened.
    public let name: SessionEventName
    /// Why, in the wire's words; empty where nothing is to be said.
    public let reason: String
    /// How the program ended, where that is known or the original gives a number anyway.
    public let exitCode: Int?
    /// Whose life it is about.
    public let subject: SessionEventSubject

    /// The data of the event, in the original's order of members.
    public var data: JSONValue {
        var members: [JSONValue.Member] = [
            .init("reason", .string(reason)),
            .init("sessionName", .string(subject.name)),
            .init("ownerAccessKey", .string(subject.owner.rawValue)),
            .init("sessionId", .string(subject.session.rawValue)),
            .init("exitCode", exitCode.map { .integer(Int64($0)) } ?? .null),
            .init("kernelId", .string((subject.kernel?.id ?? subject.mainKernel).rawValue)),
        ]
        if name.isOfKernel, let kernel = subject.kernel {
            members.append(.init("clusterRole", .string(kernel.role)))
            members.append(.init("clusterIdx", .integer(Int64(kernel.index))))
        }
        return .object(members)
    }
}

/// The session, and where there is one the kernel, that an event is about.
public struct SessionEventSubject: Sendable, Equatable {
    /// A kernel with its place in the session.
    public struct Kernel: Sendable, Equatable {
        /// Which kernel.
        public let id: KernelID
        /// `main` or `sub`.
        public let role: String
        /// Counted from 1 within the role.
        public let index: Int
        /// How its process 1 ended, once it has.
        public let exitCode: Int?

        /// Describes a kernel.
        public init(id: KernelID, role: String, index: Int, exitCode: Int? = nil) {
            self.id = id
            self.role = role
            self.index = index
            self.exitCode = exitCode
        }
    }

    /// Which session.
    public let session: SessionID
    /// The name it has now.
    public let name: String
    /// What kind of session it is.
    public let type: SessionType
    /// Its owner's access key.
    public let owner: AccessKey
    /// Its owner's domain.
    public let domain: String
    /// The id of its group.
    public let group: String
    /// The kernel that leads it.
    public let mainKernel: KernelID
    /// The kernel that changed; nil where the session did.
    public let kernel: Kernel?

    /// Describes what changed.
    public init(
        session: SessionID, name: String, type: SessionType, owner: AccessKey, domain: String, group: String,
        mainKernel: KernelID, kernel: Kernel? = nil
    ) {
        self.session = session
        self.name = name
        self.type = type
        self.owner = owner
        self.domain = domain
        self.group = group
        self.mainKernel = mainKernel
        self.kernel = kernel
    }
}
