internal import HTTP

/// How files go out.
extension Route {
    /// Types that a browser may show; everything else is only ever downloaded.
    private static let shown: Set<String> = ["image/png", "image/jpeg", "image/gif", "image/webp"]

    /// What a file that somebody brought may be sent as.
    static let fileTypes = ["application/octet-stream"] + shown.sorted()

    /// A file that somebody brought: of another type than those shown it is no more than bytes.
    static func file(
        _ bytes: [UInt8], named name: String, type: String, cache: String = "private, no-store"
    ) -> HTTPResponse {
        let isShown = shown.contains(type)
        return download(
            bytes, named: name, type: isShown ? type : "application/octet-stream", cache: cache,
            disposition: isShown ? "inline" : "attachment")
    }

    /// A file that this house has written.
    static func download(
        _ bytes: [UInt8], named name: String, type: String, cache: String = "private, no-store",
        disposition: String = "attachment"
    ) -> HTTPResponse {
        HTTPResponse(
            headers: [
                "Content-Type": type, "Cache-Control": cache,
                "Content-Disposition": "\(disposition); filename*=UTF-8''\(PercentCoding.encode(name))",
                "Content-Security-Policy": "default-src 'none'; sandbox",
            ], body: .bytes(bytes))
    }
}
