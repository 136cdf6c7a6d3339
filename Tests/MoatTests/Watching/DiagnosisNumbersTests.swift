import Base
import Testing

@testable import Moat

struct DiagnosisNumbersTests {
    private let asked = Instant(seconds: 1_000)

    private func findings(_ name: String, _ before: String, _ now: String? = nil) -> [Diagnosis.Finding] {
        let seen = Diagnosis.Sighting(
            name: name, pid: 7, health: .init(status: 200, text: ""), readiness: .init(status: 200, text: ""),
            answersOnBus: true, numbers: (Scrape(before), Scrape(now ?? before)), asked: asked)
        return Diagnosis([seen], logs: "/l", freeBytes: nil).findings
    }

    private func sick(_ name: String, _ before: String, _ now: String? = nil) -> Diagnosis.Finding? {
        findings(name, before, now).first { $0.state == .sick }
    }

    @Test func `numbers are read with their labels`() {
        let scrape = Scrape("# HELP a A.\na{b=\"c,=}\",d=\"e\\\"f\"} 1.5\na{b=\"x\"} 2\nplain +Inf\nbroken\n")
        #expect(scrape.all("a").first?.labels == ["b": "c,=}", "d": "e\"f"])
        #expect(scrape.value("a") == 3.5 && scrape.value("a", ["b": "x"]) == 2 && scrape.value("plain") == .infinity)
        #expect(scrape.value("broken") == nil)
    }

    @Test func `a process that is well has one line`() {
        let numbers = """
            moat_store_writable 1
            moat_clock_seconds 1000.2
            moat_feed_lag_events{source="tickets",consumer="main"} 12
            moat_queue_depth{queue="a"} 3
            moat_queue_limit{queue="a"} 10
            process_open_fds 10
            process_max_fds 1024
            """
        #expect(findings("rules", numbers).map(\.state) == [.well])
    }

    @Test func `a feed that lags says whom it hurts and where it is going`() {
        let series = "moat_feed_lag_events{source=\"tickets\",consumer=\"main\"}"
        let behind = sick("analytics", "\(series) 1500", "\(series) 1900")
        #expect(behind?.sentence == "is 1900 events (0 s) behind tickets, and falls behind further")
        #expect(behind?.meaning?.contains("Dashboards") ?? false)
        #expect(sick("analytics", "\(series) 1900", "\(series) 1500")?.sentence.contains("is catching up") ?? false)
        let old = "\(series) 3\nmoat_feed_lag_seconds{source=\"tickets\",consumer=\"main\"} 45"
        #expect(sick("rules", old)?.sentence == "is 3 events (45 s) behind tickets")
        let parked = "\(series) 0\nmoat_feed_parked_events{source=\"tickets\",consumer=\"main\"} 2"
        #expect(sick("rules", parked)?.sentence == "has set aside 2 events of tickets")
    }

    @Test func `late timers, a store without writes, a wrong clock and many descriptors are said`() {
        #expect(sick("tickets", "moat_timer_overdue_seconds 25")?.sentence == "is 25 s late with its timers")
        #expect(sick("tickets", "moat_timer_overdue_seconds 9") == nil)
        #expect(sick("tickets", "moat_store_writable 0")?.sentence == "cannot write to its store")
        #expect(sick("tickets", "moat_clock_seconds 1090")?.sentence == "has a clock that is 90 s ahead")
        #expect(sick("tickets", "moat_clock_seconds 990")?.sentence == "has a clock that is 10 s behind")
        let many = "process_open_fds 900\nprocess_max_fds 1024"
        #expect(sick("tickets", many)?.sentence.contains("900 of 1024") ?? false)
    }

    @Test func `a full queue and a slow consumer are sick now, and a note later`() {
        let full = "moat_queue_depth_bytes{queue=\"bus.kept\"} 9\nmoat_queue_limit_bytes{queue=\"bus.kept\"} 10"
        #expect(sick("rules", full)?.sentence == "has its queue 'bus.kept' full to 90 %")
        let refused = "moat_queue_refused_total{queue=\"store.write\"}"
        #expect(sick("rules", "\(refused) 1", "\(refused) 4")?.sentence.contains("turns work away") ?? false)
        #expect(findings("rules", "\(refused) 4").map(\.state) == [.well, .note])
        let slow = "moat_bus_connections_ended_total{reason=\"slow_consumer\"}"
        #expect(sick("bus", "\(slow) 1", "\(slow) 2")?.sentence.contains("cuts off clients") ?? false)
        #expect(findings("bus", "\(slow) 2").map(\.state) == [.well, .note])
        let calls = """
            moat_calls_total{call="a.b",outcome="failed"} 3
            moat_calls_total{call="a.b",outcome="ok"} 97
            """
        #expect(findings("rules", calls).last?.sentence == "failed 3 of 100 calls since its start, most of them a.b")
    }

    @Test func `services on one disk share a finding`() {
        func seen(_ name: String, free: Int64, size: Int64) -> Diagnosis.Sighting {
            let numbers = Scrape("moat_store_disk_free_bytes \(free)\nmoat_store_disk_size_bytes \(size)")
            return .init(
                name: name, pid: 7, health: .init(status: 200, text: ""), readiness: .init(status: 200, text: ""),
                numbers: (numbers, numbers))
        }
        let all = [seen("a", free: 1 << 20, size: 1 << 40), seen("b", free: 1 << 20, size: 1 << 40)]
        let disks = Diagnosis.disks(all + [seen("c", free: 1 << 39, size: 1 << 41)])
        #expect(disks.map(\.sentence) == ["is nearly full (a, b): 1.0 MiB free"])
    }
}
