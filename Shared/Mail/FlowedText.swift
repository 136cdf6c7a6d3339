/// format=flowed (RFC 3676): lines that end in a space go on in the next line of the same quote depth.
enum FlowedText {
    static func unflow(_ text: String, deletesSpace: Bool) -> String {
        var out: [String] = []
        var open: (depth: Int, text: String)?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            let depth = line.prefix { $0 == ">" }.count
            var content = line.dropFirst(depth)
            if content.first == " " { content = content.dropFirst() }
            let isSignature = content == "-- "
            let isFlowed = content.last == " " && !isSignature
            if let before = open, before.depth != depth || isSignature {
                out.append(quoted(before.text, before.depth))
                open = nil
            }
            let joined = (open?.text ?? "") + (isFlowed && deletesSpace ? content.dropLast() : content)
            if isFlowed {
                open = (depth, joined)
            } else {
                out.append(quoted(joined, depth))
                open = nil
            }
        }
        if let last = open { out.append(quoted(last.text, last.depth)) }
        return out.joined(separator: "\n")
    }

    private static func quoted(_ text: String, _ depth: Int) -> String {
        depth == 0 ? text : String(repeating: ">", count: depth) + " " + text
    }
}
