@testable import Analytics
import Contracts
import Testing

@Suite struct SummaryTests {
    @Test func `mean, median and P90 of durations`() {
        let row = Summary.duration("x", [100, 10, 20, 90, 30, 80, 40, 70, 50, 60])
        #expect(row.key == "x" && row.n == 10)
        #expect(row.value == 55 && row.median == 55)
        #expect(abs((row.p90 ?? 0) - 91) < 1e-9)
    }

    @Test func `one value is its own mean, median and P90`() {
        let row = Summary.duration("", [42])
        #expect(row.value == 42 && row.median == 42 && row.p90 == 42)
    }

    @Test(arguments: Metric.allCases) func `nothing is no number, or none of it`(metric: Metric) {
        let row = metric.row("", [])
        #expect(row.n == 0)
        switch metric {
        case .volume, .solved, .backlog: #expect(row.value == 0)
        case .firstResponse, .resolution, .csat, .slaAttainment, .ces, .cesEase, .nps: #expect(row.value == nil)
        }
        #expect(row.median == nil && row.p90 == nil)
    }

    @Test func `quantiles lie between the closest ranks`() {
        #expect(Summary.quantile([1, 2, 3, 4], 0.5) == 2.5)
        #expect(Summary.quantile([1, 2, 3], 0.5) == 2)
        #expect(Summary.quantile([1, 2], 0) == 1)
        #expect(Summary.quantile([1, 2], 1) == 2)
    }

    /// Requirements section 2, test (d): a three is not good.
    @Test func `ratings of 5, 5, 4, 3 and 2 are a CSAT of 60 percent`() {
        let row = Metric.csat.row("", [5, 5, 4, 3, 2])
        #expect(row.n == 5 && row.value == 0.6)
    }

    /// Requirements section 2, test (e), and rows 12 and 14.
    @Test func `NPS of 10, 9, 8, 7, 6 and 0 is zero, with its margin; CES is a mean and a share`() {
        let row = Metric.nps.row("", [10, 9, 8, 7, 6, 0])
        #expect(row.n == 6 && abs(row.value ?? 1) < 1e-9)
        #expect(abs((row.margin ?? 0) - 1.96 * (2.0 / 3 / 6).squareRoot() * 100) < 1e-9)
        #expect(Metric.nps.row("", [9, 10, 10]).value == 100 && Metric.nps.row("", [9, 10]).margin == 0)
        #expect(Metric.ces.row("", [7, 5, 4, 2]).value == 4.5 && Metric.cesEase.row("", [7, 5, 4, 2]).value == 0.5)
    }

    @Test func `attainment is met among met and breached`() {
        #expect(Metric.slaAttainment.row("", [1, 1, 0, 1]).value == 0.75)
    }

    @Test func `every metric says what it is in both languages`() {
        #expect(Set(MetricCatalogue.all.map(\.metric)) == Set(Metric.allCases))
        #expect(MetricCatalogue.all.allSatisfy { Set($0.formula.keys) == ["zh", "en"] && $0.version >= 1 })
    }
}
