import Core
import Glibc

/// Where a kernel's user keeps files: a file system of a fixed size that belongs to uid 1000 of the sandbox.
enum ScratchVolume {
    /// What mount(8) is told.
    ///
    /// The tables that mkfs left out are not filled in the background. Nothing waits for the disk, neither mounting
    /// nor a program's fsync: a scratch does not outlive a crash of the machine.
    private static let options = "noinit_itable,nobarrier"

    /// Makes an empty file system, root's own, and mounts it on a directory that exists.
    ///
    /// Its image loses its name at once: the space is the disk's again with the last user of the mount, whatever
    /// becomes of the agent. Blocks for 2 ms on an idle machine, 12 ms on a busy one, most of it in the kernel's
    /// waiting for all processors (LOOP_CONFIGURE).
    ///
    /// - Throws: ``SystemCallError``, with nothing left mounted.
    static func make(from template: ScratchTemplate, on mountPoint: String) throws(SystemCallError) {
        let image = "\(mountPoint).img"
        defer { unlink(image) }
        try SparseCopy.copy(template.path, to: image)
        let device = try LoopDevice(showing: image)
        try MountPoint.mount(device.path, on: mountPoint, type: "ext4", options: options)
        do throws(SystemCallError) {
            let lostAndFound = "\(mountPoint)/lost+found"
            try checkedLibc("rmdir", path: lostAndFound) { rmdir(lostAndFound) }
            try checkedLibc("chmod", path: mountPoint) { chmod(mountPoint, 0o700) }
        } catch {
            try? MountPoint.unmount(mountPoint)
            throw error
        }
    }

    /// Makes an empty file system in memory and mounts it on a directory that exists.
    ///
    /// What is written there is charged to who writes it, the kernel's group; it outlives the container, so that a kernel
    /// that is restarted finds its files.
    ///
    /// - Throws: ``SystemCallError``, with nothing left mounted.
    static func makeInMemory(_ size: BinarySize, on mountPoint: String) throws(SystemCallError) {
        try MountPoint.mount("tmpfs", on: mountPoint, type: "tmpfs", options: "size=\(size.bytes),mode=700")
    }

    /// Moves a file system from one mount point to another.
    ///
    /// By a second mount: MS_MOVE does not work below a shared one, as systemd makes the root.
    static func move(from source: String, to target: String) throws(SystemCallError) {
        try MountPoint.bind(source, on: target)
        try MountPoint.unmount(source)
    }

    /// Gives the file system to its user; nothing has been able to run in it so far.
    static func handOver(_ mountPoint: String, to range: IDRange) throws(SystemCallError) {
        try checkedLibc("chown", path: mountPoint) { chown(mountPoint, range.work, range.work) }
    }

    /// Bytes in use in the file system that is mounted there.
    static func usage(of mountPoint: String) throws(SystemCallError) -> Int64 {
        var status = statvfs()
        try checkedLibc("statvfs", path: mountPoint) { statvfs(mountPoint, &status) }
        return Int64(status.f_blocks - status.f_bfree) * Int64(status.f_frsize)
    }
}
