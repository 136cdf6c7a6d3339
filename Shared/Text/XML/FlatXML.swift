internal import CXML

/// Small documents of one level, as messaging platforms send them: `<xml><Name>value</Name>…</xml>`.
package enum FlatXML {
    /// Longer documents are refused.
    package static let maximumBytes = 256 * 1_024
    private static let started: Void = moat_xml_init()

    /// The texts of the root's children by name, the first of each name; nil for what is not well formed, not UTF-8,
    /// too
    /// long, or declares a document type (where entity bombs live).
    package static func fields(_ xml: String) -> [String: String]? {
        _ = started
        var bytes = Array(xml.utf8)
        guard !bytes.isEmpty, bytes.count <= maximumBytes, !xml.contains("<!DOCTYPE"), !xml.contains("<!ENTITY") else {
            return nil
        }
        bytes.append(0)
        let document = unsafe bytes.withUnsafeBytes { raw in
            unsafe moat_xml_parse(raw.baseAddress?.assumingMemoryBound(to: CChar.self), Int32(raw.count - 1))
        }
        guard let document = unsafe document else { return nil }
        defer { unsafe moat_html_free(document) }
        guard unsafe moat_xml_has_doctype(document) == 0, let root = unsafe moat_html_root(document) else { return nil }
        var fields: [String: String] = [:]
        var child = unsafe moat_node_child(root)
        while let node = unsafe child {
            if unsafe moat_node_is_element(node) != 0, let name = unsafe moat_node_name(node) {
                let key = unsafe String(cString: name)
                if fields[key] == nil { fields[key] = unsafe text(of: node) }
            }
            unsafe child = moat_node_next(node)
        }
        return fields
    }

    private static func text(of node: UnsafeMutableRawPointer) -> String {
        var text = ""
        var child = unsafe moat_node_child(node)
        while let part = unsafe child {
            if unsafe moat_node_is_text(part) != 0, let content = unsafe moat_node_content(part) {
                unsafe text += String(cString: content)
            }
            unsafe child = moat_node_next(part)
        }
        return text
    }
}
