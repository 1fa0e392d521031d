public import ArgumentParser
public import BackendAIKit
public import Core

// Types of other targets that stand in options.
extension ClusterMode: ExpressibleByArgument {}
extension EndpointKind: ExpressibleByArgument {}
extension EventsAPI.Scope: ExpressibleByArgument {}
