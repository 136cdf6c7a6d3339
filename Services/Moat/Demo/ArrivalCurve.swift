internal import Base

/// When customers write: more on Mondays and in the evening, hardly at night, much more around the big sales.
struct ArrivalCurve: Sendable {
    private let start: Instant
    /// Running total of the weights of each hour.
    private let totals: [Double]

    private static let byHour: [Double] = [
        1.2, 0.6, 0.3, 0.2, 0.2, 0.3, 0.8, 2, 4, 7, 8.5, 8, 6, 6.5, 7.5, 7.5, 7, 6, 5.5, 7, 8.5, 8.5, 6, 3,
    ]
    /// Monday first.
    private static let byWeekday: [Double] = [1.2, 1.1, 1.02, 1, 1.05, 0.85, 0.8]

    /// The hours from `start` to `end`.
    init(from start: Instant, to end: Instant) {
        self.start = start
        let hours = max(1, Int((end - start).seconds / 3_600))
        var total = 0.0
        totals = (0..<hours).map { hour in
            let local = Int(start.seconds) + hour * 3_600 + ShopHours.offset
            let day = local / 86_400
            // The shop grows a little all the time.
            let growth = 1 + 0.25 * Double(hour) / Double(hours)
            total +=
                ArrivalCurve.byHour[local / 3_600 % 24] * ArrivalCurve.byWeekday[(day + 3) % 7]
                * ArrivalCurve.season(day) * growth
            return total
        }
    }

    /// A moment by the curve.
    func moment(_ dice: Dice) -> Instant {
        let wanted = dice.unit() * (totals.last ?? 0)
        var (low, high) = (0, totals.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if totals[middle] > wanted { high = middle } else { low = middle + 1 }
        }
        return start + .seconds(low * 3_600 + dice.between(0...3_599))
    }

    /// Double Eleven, 618, Double Twelve, and the quiet of the long holidays.
    private static func season(_ day: Int) -> Double {
        let date = RFC3339.civil(days: day)
        switch (date.month, date.day) {
        case (11, 10...13): return 2.3
        case (11, 14...16): return 1.6
        case (6, 17...20): return 2
        case (12, 11...13): return 1.5
        case (10, 1...5): return 0.65
        default: return 1
        }
    }
}
