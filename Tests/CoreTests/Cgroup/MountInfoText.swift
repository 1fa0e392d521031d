/// Texts of `/proc/self/mountinfo`.
enum MountInfoText {
    /// Debian 10 with systemd's legacy hierarchy: co-mounted controllers, no unified hierarchy.
    static let v1 = """
        22 28 0:21 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
        28 0 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
        30 22 0:25 / /sys/fs/cgroup ro,nosuid,nodev,noexec shared:9 - tmpfs tmpfs ro,mode=755
        31 30 0:26 / /sys/fs/cgroup/systemd rw,nosuid shared:10 - cgroup cgroup rw,xattr,release_agent=/a,name=systemd
        33 30 0:28 / /sys/fs/cgroup/cpu,cpuacct rw,nosuid,nodev,noexec,relatime shared:15 - cgroup cgroup rw,cpu,cpuacct
        34 30 0:29 / /sys/fs/cgroup/memory rw,nosuid,nodev,noexec,relatime shared:16 - cgroup cgroup rw,memory
        35 30 0:30 / /sys/fs/cgroup/pids rw,nosuid,nodev,noexec,relatime shared:17 - cgroup cgroup rw,pids
        36 30 0:31 / /sys/fs/cgroup/net_cls,net_prio rw,nosuid shared:18 - cgroup cgroup rw,net_cls,net_prio
        37 30 0:32 / /sys/fs/cgroup/cpuset rw,nosuid shared:19 - cgroup cgroup rw,cpuset,clone_children
        """

    /// Debian 12 as installed.
    static let v2 = """
        23 29 0:22 / /sys rw,nosuid,nodev,noexec,relatime shared:7 - sysfs sysfs rw
        29 1 254:1 / / rw,relatime shared:1 - ext4 /dev/vda1 rw,errors=remount-ro
        33 23 0:26 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime shared:9 - cgroup2 cgroup2 rw,nsdelegate
        """

    /// A virtual machine with one v1 hierarchy per controller and an almost empty unified one.
    static let hybrid = """
        22 27 0:21 / /proc rw,relatime - proc proc rw
        23 27 0:22 / /sys rw,relatime - sysfs sysfs rw
        24 27 0:6 / /dev rw,relatime - devtmpfs devtmpfs rw,size=12334524k,nr_inodes=3083631,mode=755
        25 24 0:23 / /dev/shm rw,relatime - tmpfs tmpfs rw,size=24684096k
        27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard,resv_strict,resuid=65534,resgid=65534
        30 25 0:27 / /dev/shm rw,relatime - tmpfs tmpfs rw,size=24684096k
        31 23 0:28 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
        32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
        33 31 0:30 / /sys/fs/cgroup/cpuacct rw,relatime - cgroup cgroup rw,cpuacct
        34 31 0:31 / /sys/fs/cgroup/cpuset rw,relatime - cgroup cgroup rw,cpuset
        35 31 0:32 / /sys/fs/cgroup/memory rw,relatime - cgroup cgroup rw,memory
        36 31 0:33 / /sys/fs/cgroup/devices rw,relatime - cgroup cgroup rw,devices
        37 31 0:34 / /sys/fs/cgroup/freezer rw,relatime - cgroup cgroup rw,freezer
        38 31 0:35 / /sys/fs/cgroup/blkio rw,relatime - cgroup cgroup rw,blkio
        39 31 0:36 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
        40 31 0:37 / /sys/fs/cgroup/systemd rw,relatime - cgroup cgroup rw,name=systemd
        41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
        """

    /// A privileged container on a v1 host, which sees its own groups as roots, with the host's tree bound beside.
    static let nestedV1 = """
        900 800 0:60 / / rw,relatime master:300 - overlay overlay rw,lowerdir=/l/A:/l/B,upperdir=/u,workdir=/w
        903 900 0:64 / /sys rw,nosuid,nodev,noexec,relatime - sysfs sysfs rw
        904 903 0:65 / /sys/fs/cgroup rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw,mode=755
        950 900 0:29 / /host/cgroup/memory rw,relatime master:16 - cgroup cgroup rw,memory
        905 904 0:29 /docker/4f1e /sys/fs/cgroup/memory rw,nosuid,relatime master:16 - cgroup cgroup rw,memory
        906 904 0:28 /docker/4f1e /sys/fs/cgroup/cpu,cpuacct rw,nosuid,relatime master:15 - cgroup cgroup rw,cpu,cpuacct
        907 904 0:30 /docker/4f1e /sys/fs/cgroup/pids rw,nosuid,relatime master:17 - cgroup cgroup rw,pids
        908 904 0:26 /docker/4f1e /sys/fs/cgroup/systemd rw,relatime master:10 - cgroup cgroup rw,xattr,name=systemd
        """
}
