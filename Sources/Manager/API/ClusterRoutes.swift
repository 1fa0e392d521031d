import Core

/// The routes of the REST API that concern neither sessions nor accounts: configuration, maintenance, the log of errors,
/// dotfiles, templates and resources.
struct ClusterRoutes {
    let sessions: SessionService
    let settings: ClusterSettings

    func add(to routes: inout ManagerRoutes) {
        let (store, directory, authentication) = (sessions.store, sessions.directory, sessions.authentication)
        let configuration = SettingsService(store: store, settings: settings)
        SettingsRoutes(service: configuration, store: store, directory: directory).add(to: &routes)
        MaintenanceRoutes(
            service: MaintenanceService(store: store, engine: sessions.engine, settings: settings),
            settings: configuration
        ).add(to: &routes)
        ErrorLogRoutes(service: ErrorLogService(store: store)).add(to: &routes)
        DotfileRoutes(service: DotfileService(store: store, authentication: authentication)).add(to: &routes)
        TemplateRoutes(service: TemplateService(store: store, authentication: authentication)).add(to: &routes)
        ResourceRoutes(service: ResourceService(store: store, directory: directory, settings: settings))
            .add(to: &routes)
    }
}
