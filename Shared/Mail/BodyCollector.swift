/// Walks a mail's parts and decides what is body, what is attachment and what is a delivery report.
struct BodyCollector {
    /// What the enclosing parts say about a part.
    struct Place {
        /// Inside multipart/related but not its root: belongs to the HTML.
        var related = false
        /// Inside multipart/alternative: one of several forms of the same thing.
        var alternative = false
    }

    private var texts: [String] = []
    private var htmls: [String] = []
    private var attachments: [MailAttachment] = []
    private var statuses: [DeliveryStatus] = []
    private var returnedMessageID: String?
    private var reportType: String?
    private var defects: [ParsedMail.Defect] = []

    mutating func visit(_ node: MimeNode, _ place: Place) {
        switch node.kind {
        case .multipart: visitMultipart(node, place)
        case .message: visitMessage(node)
        case .leaf: visitLeaf(node, place)
        }
    }

    func finish(into mail: inout ParsedMail) {
        mail.text = texts.isEmpty ? nil : texts.joined(separator: "\n")
        mail.html = htmls.isEmpty ? nil : htmls.joined(separator: "\n")
        mail.attachments = attachments
        mail.deliveryStatuses = statuses
        mail.returnedMessageID = returnedMessageID
        mail.reportType = reportType
        for defect in defects { mail.note(defect.code, defect.detail) }
    }

    private mutating func visitMultipart(_ node: MimeNode, _ place: Place) {
        var inner = place
        switch node.type {
        case "multipart/alternative": inner.alternative = true
        case "multipart/report":
            reportType = reportType ?? parameter("report-type", of: node)?.lowercased()
        default: break
        }
        if node.children.isEmpty { note("multipart.empty", "A multipart has no parts.") }
        for (index, child) in node.children.enumerated() {
            inner.related = place.related || (node.type == "multipart/related" && index > 0)
            visit(child, inner)
        }
    }

    private mutating func visitMessage(_ node: MimeNode) {
        let headers = HeaderTable(node.messageHeaders)
        if returnedMessageID == nil {
            returnedMessageID = headers.first("message-id").flatMap { MessageIDs.parse($0).first }
        }
        let subject = headers.text("subject")
        let name = filename(of: node) ?? (subject.isEmpty ? "message" : subject) + ".eml"
        attachments.append(
            MailAttachment(filename: Filename.safe(name), contentType: "message/rfc822", bytes: node.content))
    }

    private mutating func visitLeaf(_ node: MimeNode, _ place: Place) {
        let name = filename(of: node)
        switch node.type {
        case "message/delivery-status", "message/global-delivery-status":
            statuses += DeliveryStatus.parse(node.content)
        case "text/rfc822-headers", "message/rfc822-headers", "message/global-headers":
            let id = DeliveryStatus.fields(node.content).first?["message-id"]
            if returnedMessageID == nil { returnedMessageID = id.flatMap { MessageIDs.parse(Array($0.utf8)).first } }
        default: break
        }
        let isBody = node.disposition != "attachment" && name == nil && !place.related
        switch node.type {
        case "text/plain" where isBody: texts.append(plain(node))
        case "text/html" where isBody: htmls.append(text(node))
        case "text/html" where place.alternative && node.disposition != "attachment" && htmls.isEmpty:
            htmls.append(text(node))
        default: attach(node, name, place)
        }
    }

    private mutating func attach(_ node: MimeNode, _ name: String?, _ place: Place) {
        if node.content.isEmpty, name == nil { return }
        let isInline = node.contentID != nil && node.disposition != "attachment" && (place.related || !htmls.isEmpty)
        attachments.append(
            MailAttachment(
                filename: Filename.safe(name ?? "part-\(attachments.count + 1)" + Filename.suffix(of: node.type)),
                contentType: node.type, bytes: node.content, contentID: node.contentID, inline: isInline))
    }

    private mutating func plain(_ node: MimeNode) -> String {
        let text = text(node)
        guard parameter("format", of: node)?.lowercased() == "flowed" else { return text }
        return FlowedText.unflow(text, deletesSpace: parameter("delsp", of: node)?.lowercased() == "yes")
    }

    private mutating func text(_ node: MimeNode) -> String {
        var bytes = node.content
        if bytes.count > MailParser.maximumBodyBytes {
            bytes = Array(bytes.prefix(MailParser.maximumBodyBytes))
            note("body.cut", "A body was longer than \(MailParser.maximumBodyBytes) bytes and was cut.")
        }
        let label = parameter("charset", of: node)
        let isVague = label.map { ["US-ASCII", ""].contains(Charset.canonical($0)) } ?? true
        let meta = isVague && node.type == "text/html" ? MetaCharset.find(in: bytes) : nil
        let decoded = Charset.decode(bytes, label: meta ?? label)
        if decoded.doubtful { note("charset.doubtful", "A body was not in its declared character set.") }
        return decoded.text.withUnixLines.filter { $0 != "\0" && $0 != "\u{FEFF}" }
    }

    private func parameter(_ name: String, of node: MimeNode) -> String? {
        node.header("content-type").flatMap {
            GMimeLibrary.parameter(name, of: HeaderText.normalised($0), disposition: false)
        }
    }

    private func filename(of node: MimeNode) -> String? {
        let disposition = node.header("content-disposition").flatMap {
            GMimeLibrary.parameter("filename", of: HeaderText.normalised($0), disposition: true)
        }
        let name = (disposition ?? parameter("name", of: node)).map { HeaderText.decoded(Array($0.utf8)) }
        return name?.isEmpty == true ? nil : name
    }

    private mutating func note(_ code: String, _ detail: String) {
        if defects.count < 20 { defects.append(.init(code: code, detail: detail)) }
    }
}

/// A file name that cannot leave a folder or hide its end.
enum Filename {
    static func safe(_ name: String) -> String {
        let last = name.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
        let clean = String(
            String.UnicodeScalarView(
                last.unicodeScalars.filter { scalar in
                    scalar.value >= 32 && scalar.value != 127 && !(0x202A...0x202E).contains(scalar.value)
                        && !(0x2066...0x2069).contains(scalar.value) && !"<>:\"|?*".unicodeScalars.contains(scalar)
                })
        ).trimmed
        let bare = clean.allSatisfy { $0 == "." } ? "file" : clean
        guard bare.count > 150 else { return bare }
        return String(bare.prefix(120)) + String(bare.suffix(20))
    }

    static func suffix(of type: String) -> String {
        switch type {
        case "text/plain": ".txt"
        case "text/html": ".html"
        case "text/calendar": ".ics"
        case "image/png": ".png"
        case "image/jpeg": ".jpg"
        case "image/gif": ".gif"
        case "application/pdf": ".pdf"
        default: ""
        }
    }
}

/// The character set an HTML text names in its own head.
enum MetaCharset {
    static func find(in bytes: [UInt8]) -> String? {
        let head = String(
            decoding: bytes.prefix(4_096).map { $0 < 128 ? $0 | ($0 >= 65 && $0 <= 90 ? 32 : 0) : 63 }, as: UTF8.self)
        guard let place = head.firstRange(of: "charset=") else { return nil }
        let rest = head[place.upperBound...].drop { $0 == "\"" || $0 == "'" || $0 == " " }
        let name = rest.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
        return name.isEmpty || name.utf8.count > 40 ? nil : String(name)
    }
}
