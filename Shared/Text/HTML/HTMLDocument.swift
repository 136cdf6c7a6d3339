internal import CXML

/// What a walk through an HTML text meets, in document order; every start has its end.
enum HTMLEvent {
    case start(String, [(name: String, value: String)])
    case end(String)
    case text(String)
}

/// libxml2's HTML parser; no pointer leaves this file.
enum HTMLDocument {
    /// Longer HTML is cut here.
    static let maximumBytes = 16 * 1_024 * 1_024

    private static let started: Bool = {
        moat_xml_init()
        return true
    }()

    /// Gives the events of a text to `handler`; false (and no event) when the text is nested so deeply that the
    /// parser gave up: the caller has a simpler way then.
    static func walk(_ html: String, _ handler: (HTMLEvent) -> Void) -> Bool {
        _ = started
        var bytes = html.utf8.prefix(maximumBytes).filter { $0 != 0 }
        if bytes.isEmpty { return true }
        bytes.append(0)
        var stopped: Int32 = 0
        let document = unsafe bytes.withUnsafeBytes { raw in
            unsafe moat_html_parse(raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count - 1), &stopped)
        }
        guard let document = unsafe document else { return false }
        defer { unsafe moat_html_free(document) }
        guard stopped == 0 else { return false }
        if let root = unsafe moat_html_root(document) { unsafe visit(root, handler) }
        return true
    }

    /// Without recursion: depth is the sender's choice.
    private static func visit(_ root: UnsafeMutableRawPointer, _ handler: (HTMLEvent) -> Void) {
        var node = unsafe root
        while true {
            if unsafe moat_node_is_element(node) != 0 {
                unsafe handler(.start(text(moat_node_name(node)), attributes(of: node)))
                if let child = unsafe moat_node_child(node) {
                    unsafe node = child
                    continue
                }
                unsafe handler(.end(text(moat_node_name(node))))
            } else if unsafe moat_node_is_text(node) != 0 {
                unsafe handler(.text(text(moat_node_content(node))))
            }
            while true {
                if unsafe node == root { return }
                if let next = unsafe moat_node_next(node) {
                    unsafe node = next
                    break
                }
                guard let parent = unsafe moat_node_parent(node) else { return }
                unsafe node = parent
                unsafe handler(.end(text(moat_node_name(node))))
            }
        }
    }

    private static func attributes(of node: UnsafeMutableRawPointer) -> [(name: String, value: String)] {
        var found: [(name: String, value: String)] = []
        var next = unsafe moat_node_attribute(node)
        while let attribute = unsafe next, found.count < 100 {
            let name = unsafe text(moat_attribute_name(attribute)).lowercased()
            if let value = unsafe moat_attribute_take_value(attribute) {
                unsafe found.append((name, text(value)))
                unsafe moat_xml_release(value)
            } else {
                found.append((name, ""))
            }
            unsafe next = moat_attribute_next(attribute)
        }
        return found
    }

    private static func text(_ pointer: UnsafePointer<CChar>?) -> String {
        guard let pointer = unsafe pointer else { return "" }
        return unsafe String(cString: pointer)
    }
}

/// The words between the tags, for texts that no parser takes: everything from `<` to `>` goes.
enum TagStripper {
    static func strip(_ html: String) -> String {
        var out: [UInt8] = []
        var isTag = false
        for byte in html.utf8.prefix(HTMLDocument.maximumBytes) {
            switch byte {
            case UInt8(ascii: "<"): isTag = true
            case UInt8(ascii: ">") where isTag:
                isTag = false
                if out.last != 10 { out.append(10) }
            default: if !isTag { out.append(byte) }
            }
        }
        return String(decoding: out, as: UTF8.self)
    }
}
