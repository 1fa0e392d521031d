public import Core
public import FoundationEssentials
import Synchronization

/// What is known of how managers let requests be signed, kept between the runs of a program.
///
/// A client signs bodies when the manager has offered it, and remembers the offer: a manager, or somebody between, that
/// later pretends not to know the scheme is refused.
public protocol SignatureMemory: Sendable {
    /// What is remembered of a manager; nil when it has never been asked.
    func recall(_ endpoint: Endpoint) -> RememberedScheme?

    /// Remembers what a manager has offered.
    func remember(_ scheme: RememberedScheme, of endpoint: Endpoint)

    /// Where it is kept, for messages: a file; nil when it ends with the process.
    var place: String? { get }
}

extension SignatureMemory {
    public var place: String? { nil }
}

/// What a manager has offered, and when it was asked.
public struct RememberedScheme: Sendable, Equatable {
    /// How requests to it are signed.
    public let scheme: SignatureScheme
    /// When it was asked.
    public let asked: Date

    /// Notes an offer.
    public init(scheme: SignatureScheme, asked: Date) {
        self.scheme = scheme
        self.asked = asked
    }

    /// Whether it is worth asking again: an original manager may have been replaced by one of ours.
    func isStale(at now: Date) -> Bool { scheme == .head && abs(now.timeIntervalSince(asked)) > 3600 }
}

/// Remembers as long as the process lives, which is all that a client of long life needs.
public final class ProcessSignatureMemory: SignatureMemory {
    // A mutex, since nothing suspends while it is held.
    private let schemes = Mutex<[String: RememberedScheme]>([:])

    /// Knows no manager yet.
    public init() {}

    public func recall(_ endpoint: Endpoint) -> RememberedScheme? { schemes.withLock { $0[endpoint.description] } }

    public func remember(_ scheme: RememberedScheme, of endpoint: Endpoint) {
        schemes.withLock { $0[endpoint.description] = scheme }
    }
}
