import Core

extension SessionRules {
    /// The kernels that a session of `order` has.
    ///
    /// - Parameters:
    ///   - order: What a user asked for.
    ///   - spec: What its main kernel is to be.
    /// - Returns: The kernels.
    /// - Throws: ``BackendError`` for kernels that no agent could have, or that one agent could not have together.
    func cluster(of order: SessionOrder, _ spec: SessionSpec) throws(BackendError) -> ClusterSpec {
        let group = try scalingGroup(of: order)
        var cluster = ClusterSpec(mode: order.clusterMode, size: order.clusterSize)
        if !order.roles.isEmpty {
            var roles = [ClusterSpec.Role(name: ClusterSpec.mainRole, replicas: 1)]
            for role in order.roles {
                let shape = KernelShape(try specification(of: role.order, in: group))
                roles.append(.init(name: role.name, replicas: role.replicas, shape: shape))
            }
            cluster = ClusterSpec(mode: order.clusterMode, roles: roles)
        }
        guard cluster.size > 1, cluster.mode == .singleNode else { return cluster }
        let agents = agents.filter { $0.architecture == spec.architecture && $0.scalingGroup == group }
        try RequestCapacity(agents: agents).check(cluster.total(spec.requested), ofKernels: cluster.size)
        return cluster
    }
}
