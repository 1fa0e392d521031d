import Core
import Glibc

/// What this machine could give away.
enum NodeSlots {
    /// Memory kept for the machine itself: 1 GiB, or a tenth of a small machine's.
    private static let reservedMemory: Int64 = 1 << 30

    /// All processors and the memory that is not kept back.
    static func ofThisMachine() -> ResourceSlots {
        let processors = max(1, sysconf(CInt(_SC_NPROCESSORS_ONLN)))
        let memory = Int64(sysconf(CInt(_SC_PHYS_PAGES))) * Int64(sysconf(CInt(_SC_PAGESIZE)))
        let kept = min(reservedMemory, memory / 10)
        return ResourceSlots([.cpu: Quantity(Int64(processors)), .mem: Quantity(memory - kept)])
    }

    /// The processors and the memory as devices.
    ///
    /// - Parameters:
    ///   - configured: What is given away instead of what the machine has.
    ///   - topology: The machine's NUMA nodes.
    /// - Returns: The devices, which add up to what is given away.
    static func devices(
        configured: ResourceSlots?, topology: MachineTopology = MachineTopology()
    ) -> DeviceInventory {
        MachineDevices(
            topology: topology, slots: configured ?? ofThisMachine(), isConfigured: configured != nil
        ).inventory
    }

    /// Such as `x86_64`.
    static var architecture: String {
        var names = utsname()
        uname(&names)
        return withUnsafePointer(to: &names.machine) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
        }
    }

    /// `i-` and the host's name.
    static var defaultName: String {
        var names = utsname()
        uname(&names)
        let host = withUnsafePointer(to: &names.nodename) { pointer in
            pointer.withMemoryRebound(to: CChar.self, capacity: 65) { String(cString: $0) }
        }
        return "i-" + (host.isEmpty ? "localhost" : host)
    }
}
