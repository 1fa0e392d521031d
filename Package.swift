// swift-tools-version:6.2
import PackageDescription

// Versions are exact because Package.resolved is not kept.
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let lifecycle = Target.Dependency.product(name: "ServiceLifecycle", package: "swift-service-lifecycle")
let unixSignals = Target.Dependency.product(name: "UnixSignals", package: "swift-service-lifecycle")
let toml = Target.Dependency.product(name: "TOMLKit", package: "TOMLKit")
let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")

func nio(_ product: String) -> Target.Dependency { .product(name: product, package: "swift-nio") }
func nioExtras(_ product: String) -> Target.Dependency { .product(name: product, package: "swift-nio-extras") }

let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .treatAllWarnings(as: .error),
]

/// What is built, as the Makefile says: `runner` or `tests`; everything else as usual.
let purpose = Context.environment["BUILD_FOR"]

// The static runner uses nothing of what decides which session runs where: without it the build takes half as long.
let core = Target.target(
    name: "Core",
    dependencies: [.target(name: "CLinux", condition: .when(platforms: [.linux]))],
    exclude: purpose == "runner"
        ? ["Scheduling", "Simulation", "Session/Idle", "Session/Spec", "Session/Transit"] : [],
    // Tests try Core's rules on tens of thousands of random instances, which takes ten times as long unoptimised.
    swiftSettings: settings + (purpose == "tests" ? [.unsafeFlags(["-O"])] : [])
)

let package = Package(
    name: "backend.ai",
    platforms: [.macOS(.v15)],
    products: [
        .library(name: "BackendAIKit", targets: ["BackendAIKit"]),
        .executable(name: "backend.ai", targets: ["BackendAICLI"]),
        .executable(name: "backend.ai-manager", targets: ["ManagerMain"]),
        .executable(name: "backend.ai-agent", targets: ["AgentMain"]),
        .executable(name: "backend.ai-kernel-runner", targets: ["KernelRunnerMain"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1", traits: []),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
    ],
    targets: [
        .systemLibrary(name: "CCurl", pkgConfig: "libcurl", providers: [.apt(["libcurl4-openssl-dev"])]),
        .systemLibrary(name: "COpenSSL", pkgConfig: "libcrypto", providers: [.apt(["libssl-dev"])]),
        .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CLinux"),
        .target(name: "CNVML", linkerSettings: [.linkedLibrary("dl", .when(platforms: [.linux]))]),
        .target(name: "CCurlShim", dependencies: ["CCurl"]),

        core,
        // Not a part of Core: the kernel runner is static, and nothing in it may load libraries.
        .target(name: "NVML", dependencies: ["Core", "CNVML"], swiftSettings: settings),
        .target(name: "Signing", dependencies: ["Core", "COpenSSL"], swiftSettings: settings),
        .target(name: "Transport", dependencies: ["CCurl", "CCurlShim"], swiftSettings: settings),
        .target(name: "GraphQL", swiftSettings: settings),
        .target(
            name: "WebServer",
            dependencies: [
                hummingbird, hummingbirdCore, httpTypes, logging, lifecycle,
                nio("NIOCore"), nio("NIOPosix"), nio("NIOHTTP1"), nio("NIOWebSocket"),
                nioExtras("NIOHTTPTypes"), nioExtras("NIOHTTPTypesHTTP1"),
            ],
            swiftSettings: settings
        ),

        .target(name: "BackendAIKit", dependencies: ["Core", "Signing", "Transport"], swiftSettings: settings),
        .executableTarget(
            name: "BackendAICLI",
            dependencies: ["BackendAIKit", "Core", argumentParser],
            swiftSettings: settings
        ),
        .executableTarget(name: "ManualPages", dependencies: ["Core"], swiftSettings: settings),
        .executableTarget(name: "SchedulerBenchmark", dependencies: ["Core"], swiftSettings: settings),
        .target(
            name: "Manager",
            dependencies: [
                "Core", "Signing", "Transport", "WebServer", "GraphQL", "CSQLite",
                hummingbird, httpTypes, logging, lifecycle, unixSignals, toml, nio("NIOCore"), nio("NIOHTTP1"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(name: "PlacementBenchmark", dependencies: ["Manager", "Core"], swiftSettings: settings),
        .executableTarget(
            name: "ManagerMain",
            dependencies: ["Manager", "Core", argumentParser, logging],
            swiftSettings: settings
        ),
        .target(
            name: "Agent",
            dependencies: [
                "Core", "NVML", "WebServer", "CLinux",
                hummingbird, httpTypes, logging, lifecycle, unixSignals, toml, nio("NIOCore"), nio("NIOPosix"),
            ],
            swiftSettings: settings
        ),
        .executableTarget(
            name: "AgentMain",
            dependencies: ["Agent", "Core", "NVML", argumentParser, logging],
            swiftSettings: settings
        ),
        .target(name: "KernelRunner", dependencies: ["Core", "CLinux"], swiftSettings: settings),
        .executableTarget(name: "KernelRunnerMain", dependencies: ["KernelRunner", "Core"], swiftSettings: settings),

        .target(
            name: "TestSupport", dependencies: ["Core", nio("NIOPosix")], path: "Tests/Support", swiftSettings: settings
        ),
        .testTarget(name: "CoreTests", dependencies: ["Core", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "NVMLTests", dependencies: ["NVML", "Core", "TestSupport"], swiftSettings: settings),
        .testTarget(name: "SigningTests", dependencies: ["Signing", "Core"], swiftSettings: settings),
        .testTarget(name: "GraphQLTests", dependencies: ["GraphQL", "TestSupport"], swiftSettings: settings),
        .testTarget(
            name: "TransportTests",
            dependencies: ["Transport"],
            resources: [.copy("Fixtures")],
            swiftSettings: settings
        ),
        .testTarget(
            name: "WebServerTests",
            dependencies: [
                "WebServer", "TestSupport", hummingbird, httpTypes, logging, lifecycle,
                nio("NIOCore"), nio("NIOPosix"), nio("NIOEmbedded"), nio("NIOWebSocket"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BackendAIKitTests",
            dependencies: ["BackendAIKit", "Core", "TestSupport"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "BackendAICLITests",
            dependencies: ["BackendAICLI", "BackendAIKit", "Core", "TestSupport", argumentParser],
            swiftSettings: settings
        ),
        .testTarget(name: "ManualPagesTests", dependencies: ["ManualPages", "Core"], swiftSettings: settings),
        .testTarget(
            name: "ManagerTests",
            dependencies: [
                "Manager", "BackendAIKit", "Core", "Signing", "Transport", "WebServer", "GraphQL", "TestSupport",
                hummingbird, httpTypes, logging, lifecycle, nio("NIOCore"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "AgentTests",
            dependencies: [
                "Agent", "Core", "NVML", "CLinux", "Transport", "WebServer", "TestSupport",
                hummingbird, logging, lifecycle, nio("NIOCore"), nio("NIOEmbedded"),
            ],
            swiftSettings: settings
        ),
        .testTarget(
            name: "KernelRunnerTests",
            dependencies: ["KernelRunner", "KernelRunnerMain", "Core", "CLinux"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "EndToEndTests",
            dependencies: ["TestSupport", "Core", "BackendAIKit"],
            swiftSettings: settings
        ),
        .testTarget(
            name: "InteropTests",
            dependencies: ["TestSupport", "Core", "Signing", "Transport"],
            swiftSettings: settings
        ),
    ],
    swiftLanguageModes: [.v6]
)
