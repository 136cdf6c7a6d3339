internal import Base
internal import CCurl
internal import Synchronization

/// One transfer: libcurl's easy handle and what it reads and writes. Made by the caller, then used by the loop's thread
/// only, which frees it.
@safe final class CurlTransfer: @unchecked Sendable {
    let id = CurlTransfer.counter.wrappingAdd(1, ordering: .relaxed).newValue
    let easy: UnsafeMutableRawPointer
    private var lists: [UnsafeMutablePointer<curl_slist>]
    private let errorText: UnsafeMutablePointer<CChar>
    private let upload: [UInt8]
    private var uploaded = 0
    private var body: [UInt8] = []
    private let maximumBody: Int
    private var lines: [String] = []
    private var lineBytes = 0
    private var isTooLarge = false
    private static let counter = Atomic<Int>(0)
    /// Sets libcurl up once for the process.
    private static let isReady = moat_curl_global() != 0

    init(_ order: CurlOrder) throws(HTTPError) {
        guard Self.isReady, let easy = unsafe curl_easy_init() else { throw HTTPError(.library, "libcurl fails") }
        unsafe self.easy = unsafe easy
        unsafe errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        unsafe lists = []
        (upload, maximumBody) = (order.upload ?? [], order.maximumBody)
        guard apply(order) else { throw HTTPError(.badRequest, "libcurl refuses an option") }
        unsafe moat_curl_set_callbacks(
            easy, takeBody, takeLine, giveUpload, errorText, Unmanaged.passUnretained(self).toOpaque())
    }

    deinit {
        unsafe curl_easy_cleanup(easy)
        unsafe lists.forEach { unsafe curl_slist_free_all($0) }
        unsafe errorText.deallocate()
    }

    private func apply(_ order: CurlOrder) -> Bool {
        var isFine = set(CURLOPT_URL, order.url) && set(CURLOPT_PROTOCOLS_STR, order.schemes)
        isFine = set(CURLOPT_TIMEOUT_MS, Int(order.timeout.microseconds / 1_000)) && isFine
        isFine = set(CURLOPT_CONNECTTIMEOUT_MS, Int(order.connectTimeout.microseconds / 1_000)) && isFine
        for (option, value) in order.numbers { isFine = set(option, value) && isFine }
        for (option, value) in order.texts { isFine = set(option, value) && isFine }
        for (option, values) in order.lists {
            var list: UnsafeMutablePointer<curl_slist>?
            for value in values { unsafe list = curl_slist_append(list, value) }
            guard let list = unsafe list else { continue }
            unsafe lists.append(list)
            isFine = unsafe moat_curl_set_list(easy, option, list) != 0 && isFine
        }
        if let post = order.post {
            isFine =
                unsafe moat_curl_set_large(easy, CURLOPT_POSTFIELDSIZE_LARGE, curl_off_t(post.count)) != 0 && isFine
            isFine =
                unsafe post.withUnsafeBytes { bytes in
                    let start = unsafe bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                    return unsafe moat_curl_set_text(easy, CURLOPT_COPYPOSTFIELDS, start) != 0
                } && isFine
        }
        if order.onlyPublicAddresses { unsafe moat_curl_only_public(easy) }
        return isFine
    }

    private func set(_ option: CURLoption, _ value: Int) -> Bool {
        unsafe moat_curl_set_number(easy, option, value) != 0
    }

    /// A NUL would end the text early for libcurl: refused.
    private func set(_ option: CURLoption, _ value: String) -> Bool {
        guard !value.utf8.contains(0) else { return false }
        return unsafe moat_curl_set_text(easy, option, value) != 0
    }

    func reply(_ result: Int32) -> CurlReply {
        unsafe CurlReply(
            result: result, code: moat_curl_response_code(easy), lines: lines, body: body, isTooLarge: isTooLarge,
            error: String(cString: errorText))
    }

    // MARK: libcurl's callbacks, on the loop's thread; another count than offered ends the transfer

    fileprivate func take(body bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= maximumBody else {
            isTooLarge = true
            return 0
        }
        unsafe body.append(contentsOf: bytes)
        return bytes.count
    }

    fileprivate func take(line bytes: UnsafeRawBufferPointer) -> Int {
        lineBytes += bytes.count
        guard lineBytes <= 4 << 20 else {
            isTooLarge = true
            return 0
        }
        var line = unsafe Array(bytes)
        while line.last == 10 || line.last == 13 { line.removeLast() }
        let text = String(decoding: line, as: UTF8.self)
        // A new status line: what came before belongs to a 100 Continue or a redirect.
        if text.hasPrefix("HTTP/") { lines = [] }
        lines.append(text)
        return bytes.count
    }

    fileprivate func give(into space: UnsafeMutableRawBufferPointer) -> Int {
        let count = min(space.count, upload.count - uploaded)
        unsafe space.copyBytes(from: upload[uploaded..<uploaded + count])
        uploaded += count
        return count
    }
}

private let takeBody: moat_curl_data = { bytes, size, count, cls in
    guard let cls = unsafe cls else { return 0 }
    let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(cls).takeUnretainedValue()
    return unsafe transfer.take(body: UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private let takeLine: moat_curl_data = { bytes, size, count, cls in
    guard let cls = unsafe cls else { return 0 }
    let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(cls).takeUnretainedValue()
    return unsafe transfer.take(line: UnsafeRawBufferPointer(start: bytes, count: size * count))
}

private let giveUpload: moat_curl_data = { bytes, size, count, cls in
    guard let cls = unsafe cls else { return 0 }
    let transfer = unsafe Unmanaged<CurlTransfer>.fromOpaque(cls).takeUnretainedValue()
    return unsafe transfer.give(into: UnsafeMutableRawBufferPointer(start: bytes, count: size * count))
}
