internal import Base
internal import Contracts
internal import ServiceKit
internal import Store

/// Reads a file of facts piece by piece: what a piece holds, without writing anything.
struct FactReading: Sendable {
    /// Bytes read at once; a line may not be longer.
    static let pieceSize = 1 << 20

    /// The whole lines of a piece: facts by their line, and what is wrong with the others.
    struct Piece: Sendable {
        var facts: [(line: Int, draft: FactDraft)] = []
        var refused: [ImportError] = []
        var lines = 0
        /// Bytes of these lines.
        var size = 0
    }

    let types: FactTypes
    let country: String
    let now: Instant

    /// The whole lines at the start of some bytes; `isLast` when no more will come, `before` lines have been.
    func piece(_ bytes: [UInt8], isLast: Bool, before: Int) -> Piece {
        let newline = UInt8(ascii: "\n")
        var piece = Piece()
        var end = bytes.count
        if !isLast, let last = bytes.lastIndex(of: newline) { end = last + 1 }
        piece.size = end
        for line in bytes[..<end].split(separator: newline, omittingEmptySubsequences: false) {
            piece.lines += 1
            let number = before + piece.lines
            // A byte order mark at the start of the file, and the other kind of line end.
            var text = number == 1 && line.starts(with: [0xEF, 0xBB, 0xBF]) ? line.dropFirst(3) : line
            if text.last == UInt8(ascii: "\r") { text = text.dropLast() }
            guard text.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
            do {
                piece.facts.append((number, try FactDraft(line: text, types, country: country, now: now)))
            } catch {
                piece.refused.append(ImportError(line: number, Problem(any: error)))
            }
        }
        // What stands after the last line end is no line.
        if bytes[..<end].last == newline || end == 0 { piece.lines -= 1 }
        return piece
    }
}

extension ImportError {
    init(line: Int, _ problem: Problem) {
        let places = (problem.errors ?? []).prefix(3).map { "\($0.pointer): \($0.detail)" }
        let detail = ([problem.detail ?? problem.title] + places).joined(separator: " ")
        self.init(line: line, code: problem.code, detail: String(detail.prefix(500)))
    }
}
