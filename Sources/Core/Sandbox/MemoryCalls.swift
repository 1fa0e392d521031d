/// Calls on the process's own address space.
enum MemoryCalls {
    static let allowed: [SystemCallName] = mapping + locking + protection + placement

    private static let mapping: [SystemCallName] = [
        "brk", "madvise", "mincore", "mmap", "mmap2", "mprotect", "mremap", "msync", "munmap", "remap_file_pages",
    ]

    // Bounded by RLIMIT_MEMLOCK and by the memory limit.
    private static let locking: [SystemCallName] = ["mlock", "mlock2", "mlockall", "munlock", "munlockall"]

    private static let protection: [SystemCallName] = [
        "map_shadow_stack", "mseal", "pkey_alloc", "pkey_free", "pkey_mprotect",
    ]

    // Numeric and CUDA libraries place their memory by node; moving pages that exist is refused.
    private static let placement: [SystemCallName] = ["get_mempolicy", "mbind", "set_mempolicy"]
}
