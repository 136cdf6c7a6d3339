internal import CQREncode

/// A QR code (ISO/IEC 18004) of a text: squares in rows, true is dark. Any thread.
package struct QRCode: Hashable, Sendable {
    package let width: Int
    private let dark: [Bool]

    /// Light squares that belong around it.
    private static let margin = 4

    /// Nil for an empty text, or one of more than 1,000 bytes. A seventh of the code may be damaged (level M).
    package init?(_ text: String) {
        guard !text.isEmpty, text.utf8.count <= 1_000, !text.utf8.contains(0) else { return nil }
        guard let code = unsafe QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M) else { return nil }
        defer { unsafe QRcode_free(code) }
        let width = unsafe Int(code.pointee.width)
        self.width = width
        dark = (0..<width * width).map { unsafe code.pointee.data[$0] & 1 == 1 }
    }

    package func isDark(_ row: Int, _ column: Int) -> Bool { dark[row * width + column] }

    /// A picture that scales: one path of the dark squares, runs of them drawn as one.
    package var svg: String {
        var path = ""
        for row in 0..<width {
            var column = 0
            while column < width {
                let start = column
                while column < width, isDark(row, column) { column += 1 }
                if column > start {
                    path +=
                        "M\(start + QRCode.margin) \(row + QRCode.margin)h\(column - start)v1h-\(column - start)z"
                } else {
                    column += 1
                }
            }
        }
        let size = width + 2 * QRCode.margin
        return """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(size) \(size)" shape-rendering="crispEdges">\
            <path fill="#fff" d="M0 0h\(size)v\(size)H0z"/><path d="\(path)"/></svg>
            """
    }
}
