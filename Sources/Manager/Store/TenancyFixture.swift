import Core

/// Accounts that a new database begins with.
struct TenancyFixture: Sendable {
    /// One user with their keypair.
    struct Account: Sendable {
        let userID: String
        let email: String
        let username: String
        let fullName: String
        let role: UserRole
        let keypair: Keypair
        /// The hash of their password; nil for one who cannot log in by one.
        var password: String?
    }

    let domain = "default"
    let domainDescription = "The default domain"
    let group = "default"
    let groupDescription = "The default user group"
    let groupID: String
    let policy = "default"
    /// 0 is no limit.
    let maximumSessions: Int64
    /// The most kernels of a session.
    var maximumContainers: Int64 = 1
    /// Seconds without use after which a session ends.
    let idleTimeout: Int64
    let accounts: [Account]
    /// Bundles of slots that users choose from.
    var presets: [ResourcePresetRecord] = []

    /// One superadmin with a keypair of their own.
    static func local(_ keypair: Keypair, user: String, group: String) -> TenancyFixture {
        TenancyFixture(
            groupID: group,
            maximumSessions: 0,
            maximumContainers: 64,
            idleTimeout: 1800,
            accounts: [
                Account(
                    userID: user,
                    email: "admin@localhost",
                    username: "admin",
                    fullName: "Local Administrator",
                    role: .superadmin,
                    keypair: keypair
                )
            ]
        )
    }

    /// The original's public example accounts, well known to everyone, with its passwords, the first eight characters of
    /// each secret key: for development and tests alone.
    static let example = TenancyFixture(
        groupID: "2de2b969-1d04-48a6-af16-0bc8adb3c831",
        maximumSessions: 0,
        idleTimeout: 1800,
        accounts: [
            account(
                "f38dea23-50fa-42a0-b5ae-338f5f4693f4", "admin", "Admin Lablup", .superadmin,
                "AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
                salt: "a200cf9ac3dbd9604ce6a780bc1dd21c",
                hash: "c15dc07d114d65af3f840bd810b6a0aa979d15778fdcdef3c22f524890c2c1d8"
            ),
            account(
                "4f13d193-f646-425a-a340-270c4d2b9860", "domain-admin", "Default Domain Admin Lablup", .admin,
                "AKIAHUKCHDEZGEXAMPLE", "cWbsM_vBB4CzTW7JdORRMx8SjGI3-wEXAMPLEKEY",
                salt: "04361b96bf9a0a1c54b96cea027d9983",
                hash: "d29eab527d5fef31ef3200851e5c971088eda72d7a2c7ed759e369f3923e4c7b"
            ),
            account(
                "dfa9da54-4b28-432f-be29-c0d680c7a412", "user", "User Lablup", .user,
                "AKIANABBDUSEREXAMPLE", "C8qnIo29EZvXkPK_MXcuAakYTy4NYrxwmCEyNPlf",
                salt: "911380f5bb90988fc55b896f1e262f39",
                hash: "443ad45e4ebf40287a9d8e4733c69b20878be7d4a3739906d576ccf56cfa2d3e"
            ),
            account(
                "009fb1a4-487c-4f6e-9b1b-228b94b1d040", "user2", "User Lablup", .user,
                "AKIANATWOUSEREXAMPLE", "P7oxTDdzHbEpUSs5v7r7EWj9yKstp8VpZ7SEyA-g",
                salt: "c433263f638209155f60bc4494b319b0",
                hash: "cd7dae076d968bf420a88fa7a35302d1ff55975e77a1d287e9432028b652c759"
            ),
            account(
                "2e10157d-20ca-4bd0-9806-3f909cbcd0e6", "monitor", "Monitor Lablup", .monitor,
                "AKIANAMONITOREXAMPLE", "7tuEwF1J7FfK41vOM4uSSyWCUWjPBolpVwvgkSBu",
                salt: "f911bedca22e42e6923b667604519bbb",
                hash: "ec9b5953720ecc3b3217fe21cee23ea63f00a43bf6589460fa93c9dc091810c6"
            ),
        ],
        presets: [
            preset("cpu01-small", cpu: 1, gibibytes: 1),
            preset("cpu02-medium", cpu: 4, gibibytes: 8),
            preset("cpu03-large", cpu: 8, gibibytes: 16),
            preset("cuda01-small", cpu: 1, gibibytes: 4, cuda: 1),
            preset("cuda02-medium", cpu: 4, gibibytes: 16, cuda: 2),
            preset("cuda03-large", cpu: 8, gibibytes: 32, cuda: 4),
        ]
    )

    private static func preset(_ name: String, cpu: Int64, gibibytes: Int64, cuda: Int64 = 0) -> ResourcePresetRecord {
        var slots = ResourceSlots([.cpu: Quantity(cpu), .mem: Quantity(gibibytes << 30)])
        if cuda > 0 {
            slots[SlotName("cuda.device")] = Quantity(cuda)
            slots[SlotName("cuda.shares")] = Quantity(thousandths: cuda == 1 ? 500 : cuda * 1000)
        }
        return ResourcePresetRecord(name: name, slots: slots, sharedMemory: nil)
    }

    private static func account(
        _ id: String,
        _ name: String,
        _ fullName: String,
        _ role: UserRole,
        _ access: String,
        _ secret: String,
        salt: String,
        hash: String
    ) -> Account {
        Account(
            userID: id,
            email: name + "@lablup.com",
            username: name,
            fullName: fullName,
            role: role,
            keypair: Keypair(accessKey: AccessKey(rawValue: access), secretKey: SecretKey(secret)),
            password: "scrypt$15$8$1$\(salt)$\(hash)"
        )
    }
}
