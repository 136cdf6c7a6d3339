internal import Base
internal import Codes
internal import Contracts
internal import HTTP
internal import ServiceKit

/// Routes whose bodies are bytes: mails, attachments, WeChat's XML.
extension Route {
    private static let mailMaximum = 30 << 20
    private static let attachmentMaximum = 20 << 20
    private static let factsMaximum = 64 << 20

    /// A raw RFC 5322 message.
    static let intakeMail = Route(
        method: "POST", path: "/intake/mail", operation: "channels.intake.mail",
        summary: ChannelsAPI.intakeMail.summary, access: .session, allow: .agents, query: ["channel", "recipient"],
        bodyLimit: mailMaximum, bodyType: "message/rfc822", hasBody: true,
        replySchema: SchemaReader(closed: false).schema(of: Accepted.self), status: 202
    ) { input, desk in
        guard input.http.headers["Content-Type"]?.lowercased().hasPrefix("message/rfc822") == true else {
            throw Problem(
                status: 415, code: "body.type", title: "Unsupported Media Type", detail: "Send message/rfc822.")
        }
        guard !input.http.body.isEmpty else { throw Problem.malformed("mail.empty", "The body is empty.") }
        let blob = try await desk.caller.storeBlob(
            input.http.body, in: ChannelsAPI.self, upload: desk.identifiers.next(), as: .service(GatewayAPI.service))
        let request = IntakeMail(
            blob: blob, channel: input.http.query("channel"), recipient: input.http.query("recipient"))
        let accepted = try await desk.caller.call(ChannelsAPI.intakeMail, request, as: input.caller, input.options)
        return try .json(accepted, status: 202)
    }

    /// Everything known of one person, as a file.
    static let personExport = Route(
        method: "GET", path: "/customers/{id}/export", operation: "customers.export",
        summary: CustomersAPI.export.summary, access: .session, allow: .supervisors, hasBody: false,
        problems: CustomersAPI.export.problems, replySchema: ["type": "object"]
    ) { input, desk in
        let request = ByID(id: input.path["id"] ?? "")
        let export = try await desk.caller.call(CustomersAPI.export, request, as: input.caller, CallOptions())
        let bytes = try await desk.caller.loadBlob(
            export.blob, of: CustomersAPI.self, as: .service(GatewayAPI.service))
        return HTTPResponse(
            headers: [
                "Content-Type": "application/json", "Cache-Control": "no-store",
                "Content-Disposition": "attachment; filename=\"customer-\(export.customer).json\"",
            ], body: .bytes(bytes))
    }

    /// A file of customers, to be named when an import starts.
    static let customerFile = Route(
        method: "POST", path: "/customer-files", operation: "customers.files.add",
        summary: "Upload a file of customers (CSV or XLSX).", access: .session, allow: .admins, bodyLimit: factsMaximum,
        bodyType: "text/csv", hasBody: true, replySchema: SchemaReader(closed: false).schema(of: BlobWritten.self),
        status: 201
    ) { input, desk in
        guard !input.http.body.isEmpty else { throw Problem.malformed("file.empty", "The body is empty.") }
        let hash = try await desk.caller.storeBlob(
            input.http.body, in: CustomersAPI.self, upload: desk.identifiers.next(), as: .service(GatewayAPI.service))
        return try .json(BlobWritten(size: input.http.body.count, hash: hash), status: 201)
    }

    /// A file of facts, one JSON object a line (row 97).
    static let importFacts = Route(
        method: "POST", path: "/fact-imports", operation: "customers.facts.imports.start",
        summary: CustomersAPI.startFactImport.summary, access: .session, allow: .supervisors,
        bodyLimit: factsMaximum, bodyType: "application/x-ndjson", hasBody: true,
        problems: CustomersAPI.startFactImport.problems,
        replySchema: SchemaReader(closed: false).schema(of: FactImport.self), status: 202
    ) { input, desk in
        guard input.http.headers["Content-Type"]?.lowercased().hasPrefix("application/x-ndjson") == true else {
            throw Problem(
                status: 415, code: "body.type", title: "Unsupported Media Type", detail: "Send application/x-ndjson.")
        }
        guard !input.http.body.isEmpty else { throw Problem.invalid("import.blob", "The body is empty.") }
        let blob = try await desk.caller.storeBlob(
            input.http.body, in: CustomersAPI.self, upload: desk.identifiers.next(), as: .service(GatewayAPI.service))
        let job = try await desk.caller.call(
            CustomersAPI.startFactImport, StartFactImport(blob: blob), as: input.caller, input.options)
        return try .json(job, status: 202)
    }

    /// Bytes become an attachment that a message may name.
    static let attach = Route(
        method: "POST", path: "/attachments", operation: "attachments.add", summary: "Upload a file for a message.",
        access: .session, allow: .staff, query: ["name"], bodyLimit: attachmentMaximum,
        bodyType: "application/octet-stream", hasBody: true,
        replySchema: SchemaReader(closed: false).schema(of: Attachment.self), status: 201
    ) { input, desk in
        let bytes = input.http.body
        guard !bytes.isEmpty else { throw Problem.malformed("attachment.empty", "The body is empty.") }
        let name = String((input.http.query("name") ?? "file").filter { !"/\\\u{0}".contains($0) }.prefix(200))
        let hash = try await desk.caller.storeBlob(
            bytes, in: TicketsAPI.self, upload: desk.identifiers.next(), as: .service(GatewayAPI.service))
        let type = input.http.headers["Content-Type"] ?? "application/octet-stream"
        return try .json(
            Attachment(id: hash, name: name.isEmpty ? "file" : name, type: type, size: bytes.count), status: 201)
    }

    static let attachment = Route(
        method: "GET", path: "/attachments/{id}", operation: "attachments.read", summary: "Download an attachment.",
        access: .session, allow: .staff, query: ["name", "type"],
        replyTypes: fileTypes, hasBody: false,
        replySchema: ["type": "string", "format": "binary"]
    ) { input, desk in
        let hash = input.path["id"] ?? ""
        let bytes = try await desk.caller.loadBlob(hash, of: TicketsAPI.self, as: .service(GatewayAPI.service))
        return file(
            bytes, named: input.http.query("name") ?? hash, type: input.http.query("type") ?? "",
            cache: "private, max-age=31536000, immutable")
    }

    /// The link of a survey as a QR code, for what is printed or shown on a screen; the host is the one that was asked.
    static let surveyCode = Route(
        method: "GET", path: "/surveys/{token}/qr", operation: "tickets.surveys.code",
        summary: "A survey's link as a QR code (SVG).", access: .everyone, allow: .anyone,
        replyTypes: ["image/svg+xml"], hasBody: false,
        problems: ["survey.not_found": "there is no such survey"], replySchema: ["type": "string"]
    ) { input, desk in
        let token = input.path["token"] ?? ""
        _ = try await desk.caller.call(TicketsAPI.survey, SurveyToken(token: token), as: .anonymous, input.options)
        let isSecure = input.http.headers["X-Forwarded-Proto"]?.lowercased() == "https"
        let host = input.http.headers["Host"] ?? "localhost"
        guard let code = QRCode("\(isSecure ? "https" : "http")://\(host)/survey/\(token)") else {
            throw Problem.malformed("survey.code", "The link is too long for a QR code.")
        }
        return HTTPResponse(
            headers: [
                "Content-Type": "image/svg+xml", "Content-Security-Policy": "default-src 'none'; sandbox",
                "Cache-Control": "no-store",
            ], body: .bytes(Array(code.svg.utf8)))
    }

    /// The webhook of a WeChat official account; what is right and wrong is the channels service's to say.
    static func weChat(_ method: String) -> Route {
        Route(
            method: method, path: "/wechat/{channel}", operation: "channels.intake.wechat.\(method.lowercased())",
            summary: ChannelsAPI.wechat.summary, access: .everyone, allow: .anyone,
            query: ["signature", "timestamp", "nonce", "echostr", "openid", "encrypt_type", "msg_signature"],
            bodyType: method == "POST" ? "text/xml" : nil, replyTypes: ["text/plain"], hasBody: method == "POST",
            replySchema: ["type": "string"]
        ) { input, desk in
            guard let body = String(validating: input.http.body, as: UTF8.self) else {
                throw Problem.malformed("body.encoding", "The body is not UTF-8.")
            }
            let query = Dictionary(input.http.target.query.map { ($0.name, $0.value) }) { first, _ in first }
            let request = WeChatCallback(
                channel: input.path["channel"] ?? "", method: method, query: query, body: body)
            let answer = try await desk.caller.call(ChannelsAPI.wechat, request, as: .anonymous, input.options)
            return HTTPResponse(
                status: answer.status, headers: ["Content-Type": answer.type], body: .bytes(Array(answer.body.utf8)))
        }
    }
}
