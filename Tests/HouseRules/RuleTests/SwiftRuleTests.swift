import Testing

/// Each rule fails on what it forbids and lets pass what only looks like it.
struct SwiftRuleTests {
    private let core = "Services/Tickets/SLA/Clock.swift"

    @Test(arguments: ["Task { }", "Task.detached { }", "Task(name: \"a\") { }", "_ = Task.immediate { }"])
    func `a stray task is found`(text: String) {
        #expect(Rule.strayTask.findings(core, text).count == 1)
    }

    @Test(arguments: ["// Task { }", "Task.isCancelled", "await Task.sleep(for: x)", "group.addTask { }"])
    func `structured work passes`(text: String) {
        #expect(Rule.strayTask.findings(core, text).isEmpty)
    }

    @Test(arguments: ["let a = Date()", "Date.now + 1", "SystemTime()", "SteadyTime()", "ContinuousClock.now"])
    func `a core that looks at the clock is found`(text: String) {
        #expect(Rule.clock.findings(core, text).count == 1)
        #expect(Rule.clock.findings("Shared/Conditions/A.swift", text).count == 1)
        #expect(Rule.clock.findings("Shared/ServiceKit/A.swift", text).isEmpty)
        #expect(Rule.clock.findings(core, "func a(time: any TimeSource = SystemTime()) {}").isEmpty)
        #expect(Rule.clock.findings("Services/Tickets/TicketsService.swift", "@main struct A { \(text) }").isEmpty)
    }

    @Test(arguments: ["try! a()", "a as! B", "a.b!", "a()!.c", "a[0]! + 1", "var a: String!", "\"\\(a!)\""])
    func `force is found`(text: String) {
        #expect(Rule.force.findings(core, text).count == 1)
    }

    @Test(arguments: ["a != b", "a!=b", "!a", "(!a)", "// a!", "\"a!\"", "try? a()"])
    func `what only has an exclamation mark passes`(text: String) {
        #expect(Rule.force.findings(core, text).isEmpty)
        #expect(Rule.force.findings("Tests/BaseTests/A.swift", "a!").isEmpty)
    }

    @Test func `printing is for the command line`() {
        #expect(Rule.printing.findings(core, "print(a)").count == 1)
        #expect(Rule.printing.findings("Services/Moat/A.swift", "print(a)").isEmpty)
        #expect(Rule.printing.findings(core, "a.print(b); func print(_ a: Int) {}").isEmpty)
    }

    @Test func `public is found`() {
        #expect(Rule.publicAccess.findings(core, "public struct A {}\nopen class B {}").count == 2)
        #expect(Rule.publicAccess.findings(core, "package func open() { case .open: }").isEmpty)
    }

    @Test func `mutex is found`() {
        #expect(Rule.mutex.findings(core, "let a = Mutex(1)").count == 1)
        #expect(Rule.mutex.findings(core, "pthread_mutex_t()").isEmpty)
    }

    @Test func `unsafe stays in the doors`() {
        #expect(Rule.unsafeCode.findings(core, "unsafe a()").count == 1)
        #expect(Rule.unsafeCode.findings("Shared/HTTP/A.swift", "unsafe a()").isEmpty)
    }

    @Test func `a lost test is found`() {
        let path = "Tests/StoreTests/A.swift"
        #expect(Rule.lostTest.findings(path, "struct ATests { func works() {} }").count == 1)
        #expect(Rule.lostTest.findings(path, "func `a reply stops the clock`() {}").count == 1)
        #expect(Rule.lostTest.findings(path, "@Suite struct A { func b() {} }").count == 1)
        #expect(Rule.lostTest.findings(path, "struct ATests { private func help() {} }").isEmpty)
        #expect(Rule.lostTest.findings(path, "struct ATests { @Test func `a`() { func b() {} } }").isEmpty)
        #expect(Rule.lostTest.findings(path, "struct Fixture { func help() {} }").isEmpty)
    }

    @Test func `a sleeping test is found`() {
        #expect(Rule.sleepingTest.findings("Tests/StoreTests/A.swift", "try await Task.sleep(for: a)").count == 1)
        #expect(Rule.sleepingTest.findings("Tests/StoreTests/A.swift", "clock.sleep(for: a)").isEmpty)
        #expect(Rule.sleepingTest.findings("Tests/TestSupport/A.swift", "try await Task.sleep(for: a)").isEmpty)
    }
}
