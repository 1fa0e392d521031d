/// The mounts of one namespace, and which of them a path still reaches.
///
/// A mount can be hidden by another one stacked on it or on a directory above it; such a mount
/// stays in the table, but nothing can be opened in it.
struct MountTable {
    let entries: [MountEntry]
    private let byID: [Int: MountEntry]
    private let children: [Int: [MountEntry]]

    /// Reads the text of `/proc/PID/mountinfo`; lines of an unknown form are passed over.
    init(text: String) {
        entries = text.split(separator: "\n").compactMap(MountEntry.init(line:))
        byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { _, last in last })
        children = Dictionary(grouping: entries, by: \.parent)
    }

    /// Whether a lookup of the mount point ends in this mount.
    func reaches(_ entry: MountEntry) -> Bool {
        let covered = children[entry.id, default: []].contains {
            $0.id != entry.id && $0.mountPoint == entry.mountPoint
        }
        guard !covered else { return false }
        var child = entry
        // A damaged table could hold a cycle; no chain is longer than the table.
        for _ in entries {
            guard child.parent != child.id, let parent = byID[child.parent] else { return true }
            // The lookup enters the first mount on its way, that is, the one with the shortest path.
            let isDiverted = children[parent.id, default: []].contains { other in
                other.mountPoint.utf8.count < child.mountPoint.utf8.count
                    && Self.isAncestor(other.mountPoint, of: entry.mountPoint)
                    && other.id != parent.id
            }
            if isDiverted { return false }
            child = parent
        }
        return true
    }

    private static func isAncestor(_ path: String, of other: String) -> Bool {
        path == other || path == "/" || other.hasPrefix(path + "/")
    }
}
