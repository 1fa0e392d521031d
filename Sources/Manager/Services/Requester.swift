import Core

/// Who makes a request: a keypair whose signature has been verified.
struct Requester: Sendable {
    let keypair: KeypairRecord

    var accessKey: AccessKey { keypair.keypair.accessKey }
    var user: UserRecord { keypair.user }
    var isSuperadmin: Bool { user.role == .superadmin }
    var isAdmin: Bool { user.role == .superadmin || user.role == .admin }
}
