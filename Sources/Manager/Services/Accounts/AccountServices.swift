import Core

/// What administrators manage, and who may sign in.
struct AccountServices: Sendable {
    let nouns: NounService
    let domains: DomainAccounts
    let groups: GroupAccounts
    let users: UserAccounts
    let keypairs: KeypairAccounts
    let scalingGroups: ScalingGroupAccounts
    let credentials: CredentialMaker
    let authentication: AuthenticationService

    init(store: Store, credentials: CredentialMaker, authentication: AuthenticationService) {
        nouns = NounService(store: store)
        domains = DomainAccounts(nouns: nouns)
        groups = GroupAccounts(nouns: nouns)
        users = UserAccounts(nouns: nouns, credentials: credentials)
        keypairs = KeypairAccounts(nouns: nouns)
        scalingGroups = ScalingGroupAccounts(nouns: nouns)
        self.credentials = credentials
        self.authentication = authentication
    }

    /// Makes what the database says of keypairs true for the next request.
    func refreshKeypairs() async throws(StoreError) {
        authentication.replace(with: try await nouns.store.keypairs())
    }
}
