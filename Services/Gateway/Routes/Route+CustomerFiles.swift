internal import Base
internal import Contracts
internal import HTTP
internal import ServiceKit

/// Files of and about customers, up and down.
extension Route {
    private static let paperMaximum = 20 << 20
    private static let csv = "text/csv"
    private static let workbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    /// The bytes of a file that is put to a customer (row 109).
    static let addCustomerPaper = Route(
        method: "POST", path: "/customers/{customer}/files", operation: "customers.files.put",
        summary: CustomersAPI.addFile.summary, access: .session, allow: .agents, query: ["name"],
        bodyLimit: paperMaximum, bodyType: "application/octet-stream", hasBody: true,
        problems: CustomersAPI.addFile.problems, replySchema: SchemaReader(closed: false).schema(of: CustomerFile.self),
        status: 201
    ) { input, desk in
        guard !input.http.body.isEmpty else { throw Problem.malformed("file.empty", "The body is empty.") }
        let name = String((input.http.query("name") ?? "file").filter { !"/\\\u{0}".contains($0) }.prefix(200))
        let blob = try await desk.caller.storeBlob(
            input.http.body, in: CustomersAPI.self, upload: desk.identifiers.next(), as: .service(GatewayAPI.service))
        let request = AddCustomerFile(
            customer: input.path["customer"] ?? "", name: name,
            type: String((input.http.headers["Content-Type"] ?? "application/octet-stream").prefix(100)), blob: blob)
        return try .json(
            await desk.caller.call(CustomersAPI.addFile, request, as: input.caller, input.options), status: 201)
    }

    static let customerPaper = Route(
        method: "GET", path: "/customer-papers/{id}", operation: "customers.files.get",
        summary: CustomersAPI.file.summary, access: .session, allow: .staff, replyTypes: fileTypes, hasBody: false,
        problems: CustomersAPI.file.problems, replySchema: ["type": "string", "format": "binary"]
    ) { input, desk in
        let file = try await desk.caller.call(
            CustomersAPI.file, ByID(id: input.path["id"] ?? ""), as: input.caller, input.options)
        let bytes = try await desk.caller.loadBlob(file.blob, of: CustomersAPI.self, as: .service(GatewayAPI.service))
        return Route.file(bytes, named: file.name, type: file.type)
    }

    /// A file of customers that was made; 404 until it is, and after an erasure.
    static let customerExportFile = Route(
        method: "GET", path: "/customer-exports/{id}/file", operation: "customers.exports.file",
        summary: "Download a file of customers that was made.", access: .session, allow: .supervisors,
        replyTypes: [csv, workbook], hasBody: false,
        problems: CustomersAPI.customerExport.problems.merging(["blob.not_found": "The file is gone."]) { $1 },
        replySchema: ["type": "string", "format": "binary"]
    ) { input, desk in
        let job = try await desk.caller.call(
            CustomersAPI.customerExport, ByID(id: input.path["id"] ?? ""), as: input.caller, input.options)
        guard let blob = job.blob else { throw Problem.notFound("blob", "of this export") }
        let bytes = try await desk.caller.loadBlob(blob, of: CustomersAPI.self, as: .service(GatewayAPI.service))
        let day = job.startedAt.description.prefix(10)
        return download(
            bytes, named: "customers-\(day).\(job.request.format.rawValue)",
            type: job.request.format == .csv ? csv + "; charset=utf-8" : workbook)
    }
}
