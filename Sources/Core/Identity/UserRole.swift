/// What a user is to the cluster.
///
/// - SeeAlso: `UserRole` in the original's `manager/models/user.py`.
public enum UserRole: String, Sendable, CaseIterable {
    /// May do everything.
    case superadmin
    /// Administers one domain.
    case admin
    /// Works with what is their own.
    case user
    /// Watches usage; cannot change anything.
    case monitor
}
