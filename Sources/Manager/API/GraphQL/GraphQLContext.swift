import Core
import GraphQL

/// What the resolvers of one request may use.
struct GraphQLContext: Sendable {
    let requester: Requester
    let sessions: SessionService
    let accounts: AccountServices
    let images: ImageService
    /// Which request it is, for the audit log.
    let requestID: String?
    /// The keypairs that this request has made.
    let made = MadeKeypairs()

    var store: Store { sessions.store }
    var author: ChangeAuthor { ChangeAuthor(requester: requester, requestID: requestID) }
}
