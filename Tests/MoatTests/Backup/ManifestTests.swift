import Store
import Testing

@testable import Moat

struct ManifestTests {
    private func position(_ journal: Int64, _ cursors: [String: Int64] = [:]) -> StorePosition {
        StorePosition(journal: journal, cursors: cursors)
    }

    @Test func `a cursor beyond its journal is named`() {
        let fits = ["tickets": position(10, ["channels/main": 4]), "channels": position(4, ["tickets/main": 9])]
        #expect(Manifest.strayCursors(fits).isEmpty)
        var stray = fits
        stray["channels"] = position(3, ["tickets/main": 11])
        #expect(
            Manifest.strayCursors(stray) == [
                "channels has read tickets/main up to 11, but the journal of tickets ends at 10",
                "tickets has read channels/main up to 4, but the journal of channels ends at 3",
            ])
        // A store that is kept elsewhere cannot be compared.
        #expect(Manifest.strayCursors(["rules": position(1, ["tickets/main": 99])]).isEmpty)
    }

    @Test func `consumers come before those they follow`() {
        let house = [
            "tickets": position(0, ["channels/main": 0, "customers/main": 0]),
            "customers": position(0, ["tickets/main": 0]), "channels": position(0, ["tickets/main": 0]),
            "analytics": position(0, ["tickets/facts": 0]), "rules": position(0, ["tickets/main": 0]),
            "gateway": position(0),
        ]
        #expect(Manifest.order(house) == ["analytics", "gateway", "rules", "channels", "customers", "tickets"])
    }

    @Test func `no path leads out of the backup`() {
        for path in ["tickets/store.sqlite3", "a"] { #expect(Manifest.isInside(path)) }
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/"] { #expect(!Manifest.isInside(path)) }
    }

    @Test func `sizes are said for people`() {
        #expect(
            [0, 1_023, 1_536, 5 << 20, 3 << 30].map { Size.text($0) } == [
                "0 bytes", "1023 bytes", "1.5 KiB", "5.0 MiB", "3.0 GiB",
            ])
    }
}
