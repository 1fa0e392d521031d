/// What the routes of a manager stand on.
struct ManagerServices: Sendable {
    let sessions: SessionService
    let execution: ExecutionService
    let accounts: AccountServices
    let images: ImageService
    let settings: ClusterSettings
    let errors: ServerErrors
    let feed: SessionEventFeed
    let registry: BackgroundTaskRegistry
}
