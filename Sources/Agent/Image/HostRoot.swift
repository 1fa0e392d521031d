import Core
import Glibc

/// The root directory that all sandboxes over the host's /usr share: mount points and links, no file with content.
///
/// It stands under /run and not in the state directory, because the sandbox's root, a stranger on the host,
/// must be able to walk to it, and state directories are closed (`/root`, 0700) as a rule.
enum HostRoot {
    private static let directories =
        [
            "usr", "etc", "proc", "dev", "sys/devices/system/cpu", "home", "home/config", "opt/backend.ai/bin",
            "root", "run", "mnt", "srv",
        ] + outside.map { String($0.dropFirst()) }

    /// What belongs to Debian's packages below /usr and lies outside: the list of GHC's libraries, without which it compiles
    /// nothing.
    private static let outside = ["/var/lib/ghc"]

    /// Those of them that the host has.
    static var binds: [String] { outside.filter { access($0, F_OK) == 0 } }

    /// What a merged /usr has at the root, where the host has it too.
    private static let links = ["bin", "sbin", "lib", "lib32", "lib64", "libx32"]

    /// Makes it, or completes it, and answers its path.
    ///
    /// Blocks.
    static func prepare(in directory: String) throws(SystemCallError) -> String {
        let root = "\(directory)/root"
        try HostDirectory.create(root, mode: 0o755)
        for name in directories {
            var path = root
            for part in name.split(separator: "/") {
                path += "/\(part)"
                try HostDirectory.create(path, mode: 0o755)
            }
        }
        // runc gives a tmpfs the mode of the directory that it is mounted on.
        try HostDirectory.create("\(root)/tmp", mode: 0o1777)
        try HostDirectory.create("\(root)/home/work", mode: 0o700)
        for name in links where access("/usr/\(name)", F_OK) == 0 {
            try link("usr/\(name)", at: "\(root)/\(name)")
        }
        try link("/tmp", at: "\(root)/var/tmp")
        try link("/run", at: "\(root)/var/run")
        _ = try Descriptor.open("\(root)\(BundlePlan.runnerPath)", O_WRONLY | O_CREAT, mode: 0o755)
        return root
    }

    private static func link(_ target: String, at path: String) throws(SystemCallError) {
        guard symlink(target, path) != 0, errno != EEXIST else { return }
        throw SystemCallError(call: "symlink", code: errno, path: path)
    }
}
