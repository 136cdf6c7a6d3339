internal import FoundationEssentials

extension Blobs {
    /// Puts all blobs into another place too; gives their number. Each is named by its content, so a damaged one is
    /// noticed, and one that is there already is kept. Pieces of uploads under way stay behind. Blocks.
    func copy(to other: Blobs, _ progress: (_ done: Int, _ total: Int) -> Void) throws(StoreError) -> Int {
        let shelves = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? [])
            .filter { $0.utf8.count == 2 }
        let names = shelves.flatMap { (try? FileManager.default.contentsOfDirectory(atPath: "\(folder)/\($0)")) ?? [] }
        for (done, name) in names.enumerated() {
            progress(done, names.count)
            let bytes = try DiskFile.read(try path(name), from: 0, count: Blobs.sizeMaximum)
            guard let bytes, try other.keep(bytes) == name else {
                throw StoreError(.unequal, "The file of blob \(name) is damaged: its content has another SHA-256.")
            }
        }
        progress(names.count, names.count)
        return names.count
    }
}
