#if os(Linux)
    import Glibc

    /// Opens directories name by name, following no link.
    enum DirectoryWalk {
        /// The directory that `components` lead to.
        ///
        /// - Parameters:
        ///   - components: The names; none is the directory itself.
        ///   - start: Where the way begins.
        ///   - creating: Whether what is missing is made.
        /// - Returns: Its descriptor.
        /// - Throws: ``FileProblem`` naming the way as far as it went.
        static func open(_ components: some Collection<ArchivePath>, from start: CInt, creating: Bool) throws
            -> Descriptor
        {
            var current = Descriptor(
                owning: try checkedLibc("open") { openat(start, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC) })
            var way: [ArchivePath] = []
            for name in components {
                way.append(name)
                let parent = current.number
                let next = name.withCString { name -> CInt in
                    let flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC
                    let opened = openat(parent, name, flags)
                    guard opened < 0, errno == ENOENT, creating else { return opened }
                    guard mkdirat(parent, name, 0o755) == 0 || errno == EEXIST else { return -1 }
                    return openat(parent, name, flags)
                }
                guard next >= 0 else {
                    let path = ArchivePath(way.map(\.bytes).joined(separator: [UInt8(ascii: "/")]))
                    // What O_NOFOLLOW says of a link with O_DIRECTORY.
                    throw errno == ENOTDIR || errno == ELOOP
                        ? FileProblem("`\(path)` is there and is no directory; links are not followed")
                        : FileProblem(SystemCallError(call: "open", code: errno), path)
                }
                current = Descriptor(owning: next)
            }
            return current
        }
    }
#endif
