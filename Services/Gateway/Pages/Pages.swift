internal import Base
internal import Crypto
internal import FoundationEssentials
internal import HTTP

/// The pages: read into memory at start, so that a path can only ever name one of these files.
struct Pages: Sendable {
    struct File: Sendable {
        var bytes: [UInt8]
        var type: String
        var tag: String
    }

    /// Scripts, styles and pictures come from here only; nothing inline runs.
    static let policy = [
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' data: blob:", "font-src 'self'",
        "connect-src 'self'", "frame-src 'self'", "manifest-src 'self'", "base-uri 'none'", "form-action 'self'",
        "frame-ancestors 'none'",
    ].joined(separator: "; ")

    private static let types = [
        "html": "text/html; charset=utf-8", "css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8",
        "json": "application/json", "svg": "image/svg+xml", "png": "image/png", "ico": "image/x-icon",
        "woff2": "font/woff2", "webmanifest": "application/manifest+json",
    ]

    private let files: [String: File]

    /// `root` holds index.html, sign-in.html, survey.html, folders of assets, and libraries.json: names and where the
    /// distribution keeps them. Throws when the folder has no pages.
    init(root: String, log: Log) throws {
        var files: [String: File] = [:]
        let manager = FileManager.default
        for name in manager.enumeratedFiles(root) {
            guard let file = Pages.read(root + "/" + name, as: name) else { continue }
            files["/assets/" + name] = file
            if !name.contains("/") { files["/" + name] = file }
        }
        guard files["/index.html"] != nil else {
            throw Problem.fault("configuration", "WEB_ROOT=\(root): there is no index.html in this folder")
        }
        let libraries =
            files["/libraries.json"].flatMap { try? JSON.decode([String: [String]].self, from: $0.bytes) } ?? [:]
        for (name, places) in libraries {
            guard let file = places.lazy.compactMap({ Pages.read($0, as: name) }).first else {
                log.warning("library missing", ["library": .string(name)])
                continue
            }
            files["/lib/" + name] = file
        }
        self.files = files
    }

    /// A file, or the page that a path belongs to; 404 for the rest.
    func response(to request: HTTPRequest) throws -> HTTPResponse {
        guard ["GET", "HEAD"].contains(request.method) else {
            throw Problem(status: 405, code: "route.method", title: "Method Not Allowed", detail: "Allowed here: GET.")
        }
        guard let file = files[request.path] ?? files[Pages.shell(request.target.segments)] else {
            throw Problem(status: 404, code: "page.unknown", title: "Not Found", detail: "There is no such page.")
        }
        let headers: HTTPHeaders = [
            "Content-Type": file.type, "ETag": file.tag, "Cache-Control": "no-cache",
            "Content-Security-Policy": Pages.policy, "Cross-Origin-Opener-Policy": "same-origin",
        ]
        if request.headers["If-None-Match"] == file.tag { return .empty(304, headers: headers) }
        return HTTPResponse(headers: headers, body: .bytes(file.bytes))
    }

    /// Which shell shows a path.
    private static func shell(_ segments: [String]) -> String {
        switch segments.first {
        case nil, "inbox", "reports", "customers", "knowledge", "automation", "settings", "live": "/index.html"
        case "sign-in": "/sign-in.html"
        case "survey": "/survey.html"
        case "docs": "/docs.html"
        default: ""
        }
    }

    private static func read(_ path: String, as name: String) -> File? {
        let ending = name.split(separator: ".").last.map(String.init) ?? ""
        guard let type = types[ending], let data = FileManager.default.contents(atPath: path) else { return nil }
        let bytes = Array(data)
        return File(bytes: bytes, type: type, tag: "\"\(Hex.encode(Array(Digest.sha256(bytes).prefix(12))))\"")
    }
}

extension FileManager {
    /// Paths of all files below a folder, relative to it.
    fileprivate func enumeratedFiles(_ root: String, _ folder: String = "") -> [String] {
        let place = folder.isEmpty ? root : root + "/" + folder
        var found: [String] = []
        for name in ((try? contentsOfDirectory(atPath: place)) ?? []).sorted() where !name.hasPrefix(".") {
            let path = folder.isEmpty ? name : folder + "/" + name
            var isFolder = false
            guard fileExists(atPath: root + "/" + path, isDirectory: &isFolder) else { continue }
            found += isFolder ? enumeratedFiles(root, path) : [path]
        }
        return found
    }
}
