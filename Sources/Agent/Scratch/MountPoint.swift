import CLinux
import Core
import Glibc

/// Mounts that the agent makes on directories of its own.
enum MountPoint {
    /// Mounts a file system without set-user-id programs and device nodes.
    static func mount(
        _ source: String, on target: String, type: String, options: String? = nil
    ) throws(SystemCallError) {
        try checked("mount", path: target) { bai_mount(source, target, type, options) }
    }

    /// Shows at `target` what is mounted at `source`.
    static func bind(_ source: String, on target: String) throws(SystemCallError) {
        try checked("mount", path: target) { bai_bind(source, target) }
    }

    /// Takes off whatever is mounted on a directory, layer by layer; nothing mounted is a success.
    ///
    /// A file system that is busy, as while the last process is still ending, is detached: it goes from the tree
    /// at once, and from the machine with its last user.
    static func unmount(_ target: String) throws(SystemCallError) {
        while true {
            var result = bai_unmount(target, 0)
            if result == -EBUSY { result = bai_unmount(target, 1) }
            // EINVAL is what a directory that is no mount point answers.
            if result == -EINVAL || result == -ENOENT { return }
            guard result >= 0 else { throw SystemCallError(call: "unmount", code: -result, path: target) }
        }
    }
}
