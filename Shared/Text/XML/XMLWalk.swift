internal import CXML

/// What a walk through an XML document meets, in document order; every start has its end. Names are without prefix.
package enum XMLEvent: Hashable, Sendable {
    case start(String, [String: String])
    case end(String)
    case text(String)
}

/// libxml2's reader of strict XML of any length, piece by piece; no pointer leaves this file.
package enum XMLWalk {
    private static let started: Void = moat_xml_init()
    // Of libxml2's xmlReaderTypes.
    private static let (element, text, cdata, doctype, whitespace, endElement):
        (Int32, Int32, Int32, Int32, Int32, Int32) =
            (1, 3, 4, 10, 14, 15)

    /// Gives the events to `handler` until it says false. False for what is not well formed or declares a document
    /// type (where entity bombs live); then the events before were given already.
    package static func walk(_ bytes: [UInt8], _ handler: (XMLEvent) throws -> Bool) rethrows -> Bool {
        _ = started
        guard !bytes.isEmpty, bytes.count < Int(Int32.max) else { return false }
        return try unsafe bytes.withUnsafeBytes { raw in
            let start = unsafe raw.baseAddress?.assumingMemoryBound(to: CChar.self)
            guard let reader = unsafe moat_reader_open(start, Int32(raw.count)) else { return false }
            defer { unsafe moat_reader_close(reader) }
            return try unsafe walk(reader, handler)
        }
    }

    private static func walk(
        _ reader: UnsafeMutableRawPointer, _ handler: (XMLEvent) throws -> Bool
    ) rethrows -> Bool {
        while true {
            let state = unsafe moat_reader_next(reader)
            guard state == 1 else { return state == 0 }
            switch unsafe moat_reader_kind(reader) {
            case element:
                let name = unsafe string(moat_reader_name(reader))
                let isEmpty = unsafe moat_reader_is_empty(reader) == 1
                guard try unsafe handler(.start(name, attributes(of: reader))) else { return true }
                if isEmpty, try !handler(.end(name)) { return true }
            case endElement:
                guard try unsafe handler(.end(string(moat_reader_name(reader)))) else { return true }
            case text, cdata, whitespace:
                guard try unsafe handler(.text(string(moat_reader_value(reader)))) else { return true }
            case doctype: return false
            default: break
            }
        }
    }

    private static func attributes(of reader: UnsafeMutableRawPointer) -> [String: String] {
        var found: [String: String] = [:]
        while unsafe moat_reader_next_attribute(reader) == 1 {
            let name = unsafe string(moat_reader_name(reader))
            if found[name] == nil { found[name] = unsafe string(moat_reader_value(reader)) }
        }
        return found
    }

    private static func string(_ text: UnsafePointer<CChar>?) -> String {
        unsafe text.map { unsafe String(cString: $0) } ?? ""
    }
}
