internal import Base

/// Reads comma-separated values (RFC 4180) piece by piece: quotes, doubled quotes, line ends within quotes. A record
/// whose quotes are wrong is one wrong record: reading goes on at the next line.
struct CSVReading: Sendable {
    /// Bytes of one record; without end of the quotes until then, the quote was a mistake.
    static let recordMaximum = 256 << 10
    static let columnsMaximum = 200

    struct Record: Hashable, Sendable {
        /// Where it starts in the file, counted from 1.
        var line: Int
        /// Nil: its quotes are wrong, or it has too many columns.
        var cells: [[UInt8]]?
    }

    let delimiter: UInt8

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let back = UInt8(ascii: "\r")

    /// The whole records at the start of some bytes, and how many bytes and lines they are. `isLast`: nothing follows.
    func records(_ bytes: [UInt8], from line: Int, isLast: Bool) -> (records: [Record], size: Int, lines: Int) {
        var (records, at, here) = ([Record](), 0, line)
        while at < bytes.count {
            guard let (end, cells, lines) = record(bytes, at, isLast) else {
                guard bytes.count - at >= CSVReading.recordMaximum else { break }
                let end = (bytes[at...].firstIndex(of: CSVReading.newline) ?? bytes.count - 1) + 1
                records.append(Record(line: here, cells: nil))
                (at, here) = (end, here + 1)
                continue
            }
            let isBlank = cells?.count == 1 && cells?[0].isEmpty == true
            if !isBlank { records.append(Record(line: here, cells: cells)) }
            (at, here) = (end, here + lines)
        }
        return (records, at, here - line)
    }

    /// The record at a place; nil when its end is not there yet.
    private func record(
        _ bytes: [UInt8], _ start: Int, _ isLast: Bool
    ) -> (end: Int, cells: [[UInt8]]?, lines: Int)? {
        var (cells, cell, at, lines) = ([[UInt8]](), [UInt8](), start, 0)
        var (isQuoted, wasQuoted, isWrong) = (false, false, false)
        while at < bytes.count, at - start < CSVReading.recordMaximum {
            let byte = bytes[at]
            at += 1
            if isQuoted {
                if byte == CSVReading.quote {
                    if at < bytes.count, bytes[at] == CSVReading.quote {
                        cell.append(byte)
                        at += 1
                    } else if at == bytes.count, !isLast {
                        return nil
                    } else {
                        (isQuoted, wasQuoted) = (false, true)
                    }
                } else {
                    if byte == CSVReading.newline { lines += 1 }
                    cell.append(byte)
                }
                continue
            }
            switch byte {
            case CSVReading.quote where cell.isEmpty && !wasQuoted: isQuoted = true
            case delimiter:
                cells.append(cell)
                (cell, wasQuoted) = ([], false)
            case CSVReading.newline:
                if cell.last == CSVReading.back { cell.removeLast() }
                cells.append(cell)
                return (at, isWrong || cells.count > CSVReading.columnsMaximum ? nil : cells, lines + 1)
            case CSVReading.back where wasQuoted: continue
            default:
                isWrong = isWrong || wasQuoted
                cell.append(byte)
            }
        }
        guard isLast, at == bytes.count else { return nil }
        guard !isQuoted else {
            // The quotes never end: only the first line is wrong.
            let end = bytes[start...].firstIndex(of: CSVReading.newline).map { $0 + 1 } ?? bytes.count
            return (end, nil, 1)
        }
        cells.append(cell)
        return (at, isWrong || cells.count > CSVReading.columnsMaximum ? nil : cells, lines + 1)
    }
}
