import Core
import GraphQL

/// What the resolvers of one request may use.
struct GraphQLContext: Sendable {
    let requester: Requester
    let services: ManagerServices
    /// Which request it is, for the audit log.
    let requestID: String?
    /// The keypairs that this request has made.
    let made = MadeKeypairs()

    var sessions: SessionService { services.sessions }
    var accounts: AccountServices { services.accounts }
    var images: ImageService { services.images }
    var store: Store { services.sessions.store }
    var author: ChangeAuthor { ChangeAuthor(requester: requester, requestID: requestID) }
}
