import Testing

struct TreeRuleTests {
    @Test func `a C library has one door`() {
        #expect(Rule.doorImports.findings("Services/Bus/A.swift", "internal import CSQLite").count == 1)
        #expect(Rule.doorImports.findings("Shared/Store/A.swift", "internal import CNewThing").count == 1)
        #expect(Rule.doorImports.findings("Shared/Store/A.swift", "internal import CSQLite\nimport Crypto").isEmpty)
    }

    @Test func `imports go down`() {
        func findings(_ path: String, _ text: String) -> Int {
            Rule.rings.check([SourceFile(path, text), SourceFile("Services/Rules/A.swift", "")]).count
        }
        #expect(findings("Services/Tickets/A.swift", "package import Rules") == 1)
        #expect(findings("Shared/Store/A.swift", "internal import Rules") == 1)
        #expect(findings("Shared/Store/A.swift", "internal import MessageBus") == 1)
        #expect(findings("Shared/HTTP/A.swift", "internal import Crypto") == 1)
        #expect(findings("Shared/Store/A.swift", "package import struct Contracts.Event\nimport Crypto") == 0)
        #expect(findings("Services/Tickets/A.swift", "import ServiceKit\nimport Glibc") == 0)
    }

    @Test func `Shared knows no business`() {
        let path = "Shared/Store/A.swift"
        #expect(Rule.domainWords.findings(path, "func openTicket()").count == 1)
        #expect(Rule.domainWords.findings(path, "\"SELECT * FROM customers\"").count == 1)
        #expect(Rule.domainWords.findings(path, "/// Like a ticket.\nlet particle = 1").isEmpty)
        #expect(Rule.domainWords.findings("Shared/Contracts/A.swift", "struct Ticket {}").isEmpty)
    }

    @Test func `the top has nothing else`() {
        #expect(Rule.topEntries(["Package.swift", "Services", ".ci", "notes.txt"]) == ["notes.txt"])
    }

    @Test func `leftovers and machine paths are found`() {
        #expect(Rule.leftovers.findings("a.md", "one\nTO" + "DO: two") == ["a.md:2: TO" + "DO"])
        #expect(Rule.machinePaths.findings("a.sh", "cd /wo" + "rk/main").count == 1)
        #expect(Rule.machinePaths.findings("a.sh", "cd ./work; ls /usr/share").isEmpty)
    }

    @Test func `a module without words is found`() {
        let code = SourceFile("Shared/Store/A.swift", "")
        let words = String(repeating: "word ", count: 40)
        #expect(Rule.readmes.check([code]).count == 1)
        #expect(Rule.readmes.check([code, SourceFile("Shared/Store/README.md", "# Store")]).count == 1)
        #expect(Rule.readmes.check([code, SourceFile("Shared/Store/README.md", words)]).isEmpty)
    }

    @Test func `a script that cannot start is found`() {
        #expect(Rule.executables.findings("Tests/Fuzz/run", "#!/bin/sh", isExecutable: false).count == 1)
        #expect(Rule.executables.findings("deploy/start", "echo", isExecutable: true).count == 1)
        #expect(Rule.executables.findings("deploy/start", "#!/bin/sh", isExecutable: true).isEmpty)
    }

    @Test func `a package dependency is found`() {
        #expect(Rule.noPackages.findings("Package.swift", ".package(url: \"a\")").count == 1)
        #expect(Rule.noPackages.findings("Package.swift", "dependencies: []").isEmpty)
    }
}
