import Codes
import Testing

@Suite struct QRCodeTests {
    @Test func `three finder patterns, the timing lines, and a picture of them`() throws {
        let code = try #require(
            QRCode("https://help.example.org/survey/0123456789abcdef0123456789abcdef"))
        // Sizes of the standard: 21 squares and four more for each version.
        #expect((code.width - 21) % 4 == 0 && code.width < 60)
        for (row, column) in [(0, 0), (0, code.width - 7), (code.width - 7, 0)] {
            for place in 0..<7 {
                #expect(code.isDark(row, column + place) && code.isDark(row + 6, column + place))
                #expect(code.isDark(row + place, column) && code.isDark(row + place, column + 6))
            }
            #expect(code.isDark(row + 3, column + 3) && !code.isDark(row + 1, column + 1))
        }
        for place in 8..<code.width - 8 { #expect(code.isDark(6, place) == (place % 2 == 0)) }
        #expect(code.svg.contains("viewBox=\"0 0 \(code.width + 8) \(code.width + 8)\""))
        #expect(QRCode("a") != QRCode("b"))
    }

    @Test func `what does not fit is no code`() {
        #expect(
            QRCode("") == nil && QRCode(String(repeating: "x", count: 1_001)) == nil
                && QRCode("a\u{0}b") == nil)
        #expect(QRCode(String(repeating: "长", count: 333)) != nil)
    }
}
