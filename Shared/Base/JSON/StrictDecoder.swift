/// Decodes a type from a JSON tree and refuses members that the type does not know: the door for requests from outside.
package enum StrictDecoder {
    /// Throws a 400 `Problem` that names every unknown member (`json.unknown`), or the one that is missing or wrong.
    package static func decode<T: Decodable>(_ type: T.Type, from tree: JSON) throws -> T {
        let log = MemberLog()
        let value: T
        do {
            value = try T(from: TreeDecoder(tree, nil, log))
        } catch let error as DecodingError {
            throw Problem(decoding: error)
        }
        let unknown = log.unknown
        guard unknown.isEmpty else {
            throw Problem.malformed(
                "json.unknown", "The body has members that nobody knows here.",
                errors: unknown.map { .init(pointer: $0, code: "unknown", detail: "There is no such member.") })
        }
        return value
    }
}

/// Which members of each object were asked for.
final class MemberLog {
    private var objects: [String: (present: Set<String>, asked: Set<String>)] = [:]

    func open(_ path: String, _ members: Dictionary<String, JSON>.Keys) {
        objects[path, default: (Set(members), [])].present.formUnion(members)
    }

    func ask(_ path: String, _ member: String) { objects[path]?.asked.insert(member) }

    /// JSON pointers of members that were never asked for, in order.
    var unknown: [String] {
        objects.flatMap { path, object in object.present.subtracting(object.asked).map { "#\(path)/\($0)" } }.sorted()
    }
}
