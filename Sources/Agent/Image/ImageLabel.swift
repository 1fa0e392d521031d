/// The labels of an image that we write or read, as the original names them.
enum ImageLabel {
    static let kernelSpec = "ai.backend.kernelspec"
    static let role = "ai.backend.role"
    static let features = "ai.backend.features"
    static let baseDistribution = "ai.backend.base-distro"
    static let runtimeType = "ai.backend.runtime-type"
    static let runtimePath = "ai.backend.runtime-path"
    static let coreCountVariables = "ai.backend.envs.corecount"
    static let minimumCPU = "ai.backend.resource.min.cpu"
    static let minimumMemory = "ai.backend.resource.min.mem"
    static let servicePorts = "ai.backend.service-ports"
}
