internal import CCrypto

/// Password hashes (RFC 7914) as PHC text: `$scrypt$ln=15,r=8,p=1$<salt>$<hash>`, so that the cost can be raised later.
/// One hash takes some 100 ms of a core and 32 MiB: call it from a `@concurrent` function and bound how many run.
package enum Scrypt {
    /// The cost of new hashes: N = 2^15, r = 8, p = 1.
    package static let cost = Cost(logN: 15, r: 8, p: 1)

    package struct Cost: Hashable, Sendable {
        package var logN: Int
        package var r: Int
        package var p: Int
        package init(logN: Int, r: Int, p: Int) { (self.logN, self.r, self.p) = (logN, r, p) }
    }

    /// Hashes with a fresh 16-byte salt; throws only when memory is short.
    package static func hash(_ password: String, cost: Cost = cost) throws(CryptoError) -> String {
        let salt = SecureRandom.bytes(16)
        let key = try derive(Array(password.utf8), salt: salt, cost: cost, count: 32)
        return "$scrypt$ln=\(cost.logN),r=\(cost.r),p=\(cost.p)$\(unpadded(salt))$\(unpadded(key))"
    }

    /// True when `hash` is of this password; false for another password and for text that is no hash of ours.
    package static func verify(_ password: String, against hash: String) -> Bool {
        guard let (cost, salt, key) = parse(hash),
            let derived = try? derive(Array(password.utf8), salt: salt, cost: cost, count: key.count)
        else { return false }
        return equalInConstantTime(derived, key)
    }

    /// True when the hash was made at another cost than today's: hash again at the next sign-in.
    package static func needsRehash(_ hash: String) -> Bool { parse(hash)?.0 != cost }

    /// The bare key derivation; refuses costs above 256 MiB.
    package static func derive(
        _ password: [UInt8], salt: [UInt8], cost: Cost, count: Int
    ) throws(CryptoError) -> [UInt8] {
        guard (1...22).contains(cost.logN), (1...32).contains(cost.r), (1...16).contains(cost.p), count > 0 else {
            throw CryptoError(.badParameter, "scrypt cost out of range")
        }
        let memory = UInt64(256 << 20)
        var out = [UInt8](repeating: 0, count: count)
        let text = password.map(CChar.init(bitPattern:))
        let done = unsafe text.withUnsafeBufferPointer { text in
            unsafe salt.withUnsafeBufferPointer { salt in
                unsafe out.withUnsafeMutableBufferPointer { output in
                    unsafe EVP_PBE_scrypt(
                        text.baseAddress, text.count, salt.baseAddress, salt.count, 1 << UInt64(cost.logN),
                        UInt64(cost.r), UInt64(cost.p), memory, output.baseAddress, output.count)
                }
            }
        }
        guard done == 1 else { throw CryptoError(.library, "scrypt needs more memory than is allowed") }
        return out
    }

    private static func parse(_ hash: String) -> (Cost, salt: [UInt8], key: [UInt8])? {
        let parts = hash.split(separator: "$", omittingEmptySubsequences: false)
        guard parts.count == 5, parts[0].isEmpty, parts[1] == "scrypt",
            let salt = padded(parts[3]), let key = padded(parts[4]), key.count == 32
        else { return nil }
        var numbers: [Int] = []
        for (item, name) in zip(parts[2].split(separator: ",", omittingEmptySubsequences: false), ["ln=", "r=", "p="]) {
            guard item.hasPrefix(name), let number = Int(item.dropFirst(name.count)) else { return nil }
            numbers.append(number)
        }
        guard numbers.count == 3 else { return nil }
        return (Cost(logN: numbers[0], r: numbers[1], p: numbers[2]), salt, key)
    }

    private static func unpadded(_ bytes: [UInt8]) -> String {
        String(Base64.encode(bytes).prefix { $0 != "=" })
    }

    private static func padded(_ text: Substring) -> [UInt8]? {
        Base64.decode(text + String(repeating: "=", count: (4 - text.utf8.count % 4) % 4))
    }
}
