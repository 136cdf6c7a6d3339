// swift-tools-version: 6.3
import Foundation
import PackageDescription

// The house: rings of Shared modules, one executable per service, one test target per module.
// Imports go to lower rings only; services never import each other (see Shared/README.md).

/// C doors of ring 0: name, pkg-config name, Debian package.
let doors: [Target] = [
    ("CLinux", nil, nil),
    ("CSQLite", "sqlite3", "libsqlite3-dev"),
    ("CPostgres", "libpq", "libpq-dev"),
    ("CMicroHTTPD", "libmicrohttpd", "libmicrohttpd-dev"),
    ("CCurl", "libcurl", "libcurl4-openssl-dev"),
    ("CCrypto", "libcrypto", "libssl-dev"),
    ("CGMime", "gmime-3.0", "libgmime-3.0-dev"),
    ("CXML", "libxml-2.0", "libxml2-dev"),
    ("CICU", "icu-i18n", "libicu-dev"),
    ("CQREncode", "libqrencode", "libqrencode-dev"),
    ("CZlib", "zlib", "zlib1g-dev"),
].map { name, pkgConfig, package in
    .systemLibrary(
        name: name, path: "Shared/System/\(name)", pkgConfig: pkgConfig,
        providers: package.map { [.apt([$0])] })
}

/// Shared modules, rings 1 to 3, each with what it may import.
let shared: [Target] = [
    ("Base", []),
    ("BusWire", ["Base"]),
    ("Conditions", ["Base"]),
    ("Contracts", ["Base", "Conditions"]),
    ("Store", ["Base", "Contracts", "CSQLite", "CPostgres", "Crypto"]),
    ("HTTP", ["Base", "CMicroHTTPD", "CCurl"]),
    ("Text", ["Base", "CICU", "CXML"]),
    ("Crypto", ["Base", "CCrypto"]),
    ("Mail", ["Base", "CGMime"]),
    ("Codes", ["CQREncode"]),
    ("Sheets", ["Base", "Text", "CZlib"]),
    ("MessageBus", ["Base", "BusWire", "CLinux"]),
    ("ServiceKit", ["Base", "Contracts", "MessageBus", "Store", "HTTP"]),
].map { name, imports in
    .target(name: name, dependencies: imports.map { .byName(name: $0) }, path: "Shared/\(name)", exclude: ["README.md"])
}

let chassis = ["Base", "Conditions", "Contracts", "Store", "MessageBus", "ServiceKit"]

/// Executables: folder under Services, product name, imports.
let services: [(name: String, product: String, imports: [String], exclude: [String])] = [
    ("Bus", "moat-bus", ["Base", "BusWire", "CLinux", "HTTP"], []),
    ("Tickets", "moat-tickets", chassis + ["Text"], []),
    ("Customers", "moat-customers", chassis + ["Crypto", "Text", "Sheets"], []),
    ("Knowledge", "moat-knowledge", chassis + ["Text"], []),
    ("Rules", "moat-rules", chassis, []),
    ("Analytics", "moat-analytics", chassis + ["Text"], []),
    ("Channels", "moat-channels", chassis + ["Mail", "HTTP", "Text", "Crypto"], []),
    ("Gateway", "moat-gateway", chassis + ["HTTP", "Crypto", "Codes"], ["Web"]),
    ("Moat", "moat", chassis + ["HTTP"], []),
]

/// Test targets: what they test and what else they need.
let tests: [(name: String, imports: [String])] = [
    ("BaseTests", ["Base"]),
    ("BusWireTests", ["BusWire", "Base"]),
    ("ConditionsTests", ["Conditions", "Base"]),
    ("ContractsTests", ["Contracts", "Base", "Conditions"]),
    ("StoreTests", ["Store", "Base", "Contracts", "CrashWriter"]),
    ("HTTPTests", ["HTTP", "Base"]),
    ("TextTests", ["Text", "Base"]),
    ("CryptoTests", ["Crypto", "Base"]),
    ("MailTests", ["Mail", "Base"]),
    ("CodesTests", ["Codes"]),
    ("SheetsTests", ["Sheets", "Base"]),
    ("MessageBusTests", ["MessageBus", "BusWire", "Base"]),
    ("ServiceKitTests", ["ServiceKit", "MessageBus", "Store", "Contracts", "Base", "HTTP"]),
    ("BusTests", ["Bus", "BusWire", "Base"]),
    ("TicketsTests", ["Tickets", "Text"] + chassis),
    ("CustomersTests", ["Customers", "Crypto", "Sheets"] + chassis),
    ("KnowledgeTests", ["Knowledge", "Text"] + chassis),
    ("RulesTests", ["Rules"] + chassis),
    ("AnalyticsTests", ["Analytics"] + chassis),
    ("ChannelsTests", ["Channels", "Mail", "HTTP", "Text", "Crypto"] + chassis),
    (
        "GatewayTests",
        [
            "Gateway", "HTTP", "Crypto", "Tickets", "Customers", "Knowledge", "Rules", "Analytics", "Channels",
        ] + chassis
    ),
    ("MoatTests", ["Moat", "HTTP"] + chassis),
    ("CopiesTests", ["Tickets", "Customers", "Rules", "Analytics", "Knowledge", "Channels"] + chassis),
    ("Simulation", ["Bus", "BusWire", "Tickets", "Customers", "Rules", "Analytics"] + chassis),
    ("HouseRules", []),
]

/// Programs and libraries that only tests use.
let testSupport: [Target] = [
    .target(
        name: "TestSupport", dependencies: (chassis + ["HTTP", "BusWire"]).map { .byName(name: $0) },
        path: "Tests/TestSupport"),
    .executableTarget(
        name: "CrashWriter", dependencies: ["Store", "Base", "Contracts"], path: "Tests/CrashWriter"),
    .target(name: "BenchmarkTable", dependencies: ["Base"], path: "Tests/Benchmarks/Table"),
    .executableTarget(
        name: "StoreBenchmark", dependencies: ["Store", "Base", "Contracts", "CSQLite", "BenchmarkTable"],
        path: "Tests/Benchmarks/Store", exclude: ["run"]),
    .executableTarget(
        name: "MessageBusBenchmark", dependencies: ["MessageBus", "Base", "BenchmarkTable"],
        path: "Tests/Benchmarks/MessageBus", exclude: ["run"]),
    .executableTarget(
        name: "IntentBenchmark", dependencies: ["Text", "Base", "BenchmarkTable"], path: "Tests/Benchmarks/Intent",
        exclude: ["run", "peer.py"]),
]

/// With `MOAT_ONLY=shared` the package is the Shared modules, the broker and their tests: what the sanitizers build
/// twice.
let isWhole = Context.environment["MOAT_ONLY"] != "shared"
let left =
    isWhole
    ? []
    : services.map(\.name).filter { $0 != "Bus" } + [
        "HouseRules", "BenchmarkTable", "StoreBenchmark", "MessageBusBenchmark", "IntentBenchmark",
    ]
let builtServices = services.filter { !left.contains($0.name) }
let builtSupport = testSupport.filter { !left.contains($0.name) }
let builtTests = tests.filter { !left.contains($0.name) && !$0.imports.contains(where: left.contains) }

/// A program cannot link another: with `MOAT_BENCHMARK=tickets` (or `rules`) that service is a library, for its
/// benchmark.
let benchmarked = ["tickets": "Tickets", "rules": "Rules"][Context.environment["MOAT_BENCHMARK"] ?? ""]
let benchmarks: [Target] =
    benchmarked.map { name in
        [
            .executableTarget(
                name: "\(name)Benchmark",
                dependencies: [name, "Store", "Contracts", "Conditions", "Base", "BenchmarkTable"].map {
                    .byName(name: $0)
                },
                path: "Tests/Benchmarks/\(name)", exclude: ["run"])
        ]
    } ?? []

/// Style.md 3.1, for every target.
let houseSettings: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InferIsolatedConformances"),
    .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
    .enableUpcomingFeature("ImmutableWeakCaptures"),
    .strictMemorySafety(),
    .treatAllWarnings(as: .error),
]

let package = Package(
    name: "Moat",
    products: builtServices.filter { $0.name != benchmarked }.map { .executable(name: $0.product, targets: [$0.name]) },
    dependencies: [],
    targets: doors + shared
        + builtServices.filter { $0.name == benchmarked }.map {
            .target(
                name: $0.name, dependencies: $0.imports.map { .byName(name: $0) }, path: "Services/\($0.name)",
                exclude: ["README.md", "\($0.name)Service.swift"])
        }
        + builtServices.filter { $0.name != benchmarked }.map {
            .executableTarget(
                name: $0.name, dependencies: $0.imports.map { .byName(name: $0) }, path: "Services/\($0.name)",
                exclude: ["README.md"] + $0.exclude)
        }
        + builtSupport + benchmarks
        + builtTests.map {
            .testTarget(
                name: $0.name,
                dependencies: ($0.imports + ($0.name == "HouseRules" ? [] : ["TestSupport"])).map { .byName(name: $0) },
                path: "Tests/\($0.name)")
        })

for target in package.targets where target.type != .system {
    target.swiftSettings = (target.swiftSettings ?? []) + houseSettings
    // The broker's core is one thread of classes: asking at run time for each field whether somebody else holds it cost
    // a fifth of a message. Debug builds, and so all tests, still ask.
    if target.name == "Bus" {
        target.swiftSettings?.append(.unsafeFlags(["-enforce-exclusivity=unchecked"], .when(configuration: .release)))
    }
}
