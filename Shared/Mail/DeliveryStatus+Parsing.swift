extension DeliveryStatus {
    /// The recipients of a message/delivery-status part; blocks without a recipient (the mail's own) are left out.
    static func parse(_ bytes: [UInt8]) -> [DeliveryStatus] {
        fields(bytes).prefix(100).compactMap { block in
            let recipient = block["final-recipient"] ?? block["original-recipient"]
            guard recipient != nil || block["action"] != nil || block["status"] != nil else { return nil }
            return DeliveryStatus(
                finalRecipient: recipient.map(address), action: block["action"].map { word($0).lowercased() },
                status: block["status"].map(word), diagnostic: block["diagnostic-code"].map { String($0.prefix(1_000)) }
            )
        }
    }

    /// Blocks of header fields between empty lines, names in lower case, folded lines joined.
    static func fields(_ bytes: [UInt8]) -> [[String: String]] {
        let text = Charset.decode(Array(bytes.prefix(200_000)), label: nil).text.withUnixLines
        var blocks: [[String: String]] = [[:]]
        var last = ""
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line.allSatisfy(\.isWhitespace) {
                if blocks.last?.isEmpty == false { blocks.append([:]) }
                last = ""
            } else if line.first == " " || line.first == "\t" {
                if !last.isEmpty { blocks[blocks.count - 1][last, default: ""] += " " + String(line).trimmed }
            } else if let colon = line.firstIndex(of: ":") {
                last = line[..<colon].lowercased()
                blocks[blocks.count - 1][last] = String(line[line.index(after: colon)...]).trimmed
            }
        }
        return blocks.filter { !$0.isEmpty }
    }

    /// `rfc822; ann@example.com` → `ann@example.com`.
    private static func address(_ value: String) -> String {
        let address = value.firstIndex(of: ";").map { value[value.index(after: $0)...] } ?? value[...]
        return String(address).trimmed.filter { $0 != "<" && $0 != ">" }
    }

    private static func word(_ value: String) -> String {
        String(value.prefix { !$0.isWhitespace && $0 != ";" && $0 != "(" })
    }
}
