import Core
import Glibc

/// The /etc of sandboxes over the host's /usr: what its programs need of the host's, and nothing that is private.
///
/// What comes from the host is listed by name, and of that only what every user of the host may read. The rest is
/// written here. It stands in a directory named after its content, since running kernels keep looking at theirs.
struct HostEtc {
    /// Where the host keeps its own.
    let source: String

    /// Changes with what is written here.
    private static let generation = 2

    /// What is taken over, if the host has it.
    ///
    /// A last `*` stands for any end of the name.
    static let names = [
        "ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "timezone", "ssl/openssl.cnf", "ca-certificates.conf",
        "debian_version", "os-release", "lsb-release", "host.conf",
        "gai.conf", "protocols", "services", "networks", "rpc", "mime.types", "magic", "magic.mime", "locale.alias",
        "fonts", "terminfo", "inputrc", "bash.bashrc", "profile", "shells", "python3", "python3.*", "java-*", "R",
        "perl", "php", "octave.conf", "julia", "lua", "OpenCL", "vulkan", "glvnd", "ImageMagick-*", "papersize",
        "xattr.conf", "debuginfod", "matplotlibrc",
    ]

    /// Directories that are shown as the host has them, since they hold hundreds of links and nothing else that is not
    /// for everyone; copying them would take half a second.
    private static let shown = ["alternatives", "ssl/certs"]

    private static let written = [
        "passwd":
            "root:x:0:0:root:/root:/bin/sh\nwork:x:1000:1000:work:/home/work:/bin/bash\n"
            + "nobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n",
        "group": "root:x:0:\ntty:x:5:\nwork:x:1000:\nnogroup:x:65534:\n",
        "hosts": "127.0.0.1\tlocalhost\n::1\tlocalhost\n",
        "nsswitch.conf":
            "passwd: files\ngroup: files\nshadow: files\nhosts: files dns\nnetworks: files\nprotocols: files\n"
            + "services: files\nethers: files\nrpc: files\n",
        "resolv.conf": "",
        "mtab": "",
    ]

    /// Makes it if it is not there, and answers its path.
    ///
    /// Blocks for some 10 ms the first time. On each of ``binds`` the host's directory is to be mounted.
    func prepare(in directory: String) throws(SystemCallError) -> String {
        let entries = try self.entries()
        let path = "\(directory)/etc-\(fingerprint(of: entries))"
        if access(path, F_OK) == 0 { return path }
        let unfinished = "\(path).new"
        try SafeRemoval.remove(unfinished)
        try HostDirectory.create(unfinished, mode: 0o755)
        var directories: Set<String> = []
        for name in binds { try Self.createDirectory(name, in: unfinished, &directories) }
        for entry in entries { try copy(entry, into: unfinished, &directories) }
        for (name, text) in Self.written {
            try DurableFile.replace("\(unfinished)/\(name)", with: Array(text.utf8), mode: 0o644)
        }
        try checkedLibc("rename", path: path) { rename(unfinished, path) }
        return path
    }

    /// The directories of the host's that are shown, by their names in /etc.
    var binds: [String] {
        Self.shown.filter { name in
            var status = stat()
            return lstat("\(source)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
        }
    }

    /// Removes what older starts made, for when no kernel runs.
    static func removeOthers(than path: String, in directory: String) throws(SystemCallError) {
        for name in try HostDirectory.names(in: directory)
        where name.hasPrefix("etc-") && "\(directory)/\(name)" != path {
            try SafeRemoval.remove("\(directory)/\(name)")
        }
    }

    private enum Kind: Equatable {
        case directory
        case file
        case link(String)
    }

    private struct Entry {
        /// Relative to ``source``.
        let name: String
        let kind: Kind
        let stamp: String
    }

    /// What is to be copied, a directory before what it holds.
    private func entries() throws(SystemCallError) -> [Entry] {
        let present = try HostDirectory.names(in: source)
        var entries: [Entry] = []
        for name in Self.names {
            if name.hasSuffix("*") {
                for match in present where match.hasPrefix(name.dropLast()) { try collect(match, into: &entries) }
            } else {
                try collect(name, into: &entries)
            }
        }
        return entries
    }

    private func collect(_ name: String, into entries: inout [Entry]) throws(SystemCallError) {
        let path = "\(source)/\(name)"
        var status = stat()
        guard lstat(path, &status) == 0, !Self.isPrivate(name) else { return }
        let stamp = "\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec)"
        switch status.st_mode & S_IFMT {
        case S_IFDIR where status.st_mode & 0o005 == 0o005:
            entries.append(Entry(name: name, kind: .directory, stamp: stamp))
            for child in try HostDirectory.names(in: path) { try collect("\(name)/\(child)", into: &entries) }
        case S_IFREG where status.st_mode & 0o004 != 0:
            entries.append(Entry(name: name, kind: .file, stamp: stamp))
        case S_IFLNK:
            guard let target = Self.target(of: path) else { return }
            entries.append(Entry(name: name, kind: .link(target), stamp: stamp))
        default:
            return
        }
    }

    /// Keys and passwords that someone has made readable by mistake.
    private static func isPrivate(_ name: String) -> Bool {
        name.hasSuffix(".key") || name.contains("private") || name.contains("password")
    }

    private static func target(of path: String) -> String? {
        var buffer = [CChar](repeating: 0, count: Int(PATH_MAX))
        let count = readlink(path, &buffer, buffer.count)
        return count < 0 ? nil : String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self)
    }

    private func copy(
        _ entry: Entry, into directory: String, _ directories: inout Set<String>
    ) throws(SystemCallError) {
        let path = "\(directory)/\(entry.name)"
        switch entry.kind {
        case .directory:
            try Self.createDirectory(entry.name, in: directory, &directories)
        case .link(let target):
            try Self.createParent(of: entry.name, in: directory, &directories)
            try checkedLibc("symlink", path: path) { symlink(target, path) }
        case .file:
            try Self.createParent(of: entry.name, in: directory, &directories)
            guard let bytes = try DurableFile.read("\(source)/\(entry.name)") else { return }
            try DurableFile.replace(path, with: bytes, mode: 0o644)
        }
    }

    /// For `ssl/openssl.cnf`, of whose directory the rest stays behind.
    private static func createParent(
        of name: String, in directory: String, _ directories: inout Set<String>
    ) throws(SystemCallError) {
        guard let slash = name.lastIndex(of: "/") else { return }
        try createDirectory(String(name[..<slash]), in: directory, &directories)
    }

    private static func createDirectory(
        _ name: String, in directory: String, _ made: inout Set<String>
    ) throws(SystemCallError) {
        guard !made.contains(name) else { return }
        try createParent(of: name, in: directory, &made)
        try HostDirectory.create("\(directory)/\(name)", mode: 0o755)
        made.insert(name)
    }

    /// FNV-1a: tells states of the host apart, no more.
    private func fingerprint(of entries: [Entry]) -> String {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in ["\(Self.generation)"] + binds + entries.map({ "\($0.name) \($0.kind) \($0.stamp)\n" }) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
        }
        return String(hash, radix: 16)
    }
}
