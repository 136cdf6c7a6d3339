/// A light stem of English words: plural, past and -ing forms meet in one text that need not be a word. Words with
/// other than the letters a–z, and words of up to three letters, stay as they are.
///
/// 1. `'s` goes. 2. `ies`, `ied` → `y`; `sses` → `ss`; `xes`, `ches`, `shes`, `zes` lose `es`; other `s` goes, not
/// after s, u, i. 3. `ing`, `ed` go when three letters with a vowel are left; a doubled last consonant (not l, s, z)
/// becomes single. 4. A last `e` goes when three letters are left. So close, closes, closed, closing → `clos`.
package enum EnglishStem {
    package static func stem(_ word: String) -> String {
        let isPossessive = word.hasSuffix("'s") || word.hasSuffix("’s")
        var letters = Array((isPossessive && word.utf8.count > 2 ? word.dropLast(2) : word[...]).utf8)
        guard letters.count > 3, letters.allSatisfy({ $0 >= 97 && $0 <= 122 }) else {
            return String(decoding: letters, as: UTF8.self)
        }
        plural(&letters)
        pastAndProgressive(&letters)
        if letters.count > 3, letters.last == UInt8(ascii: "e") { letters.removeLast() }
        return String(decoding: letters, as: UTF8.self)
    }

    private static func plural(_ word: inout [UInt8]) {
        if word.hasSuffix("ies"), word.count > 4 {
            word.replaceSubrange((word.count - 3)..., with: "y".utf8)
        } else if word.hasSuffix("sses") || ["xes", "ches", "shes", "zes"].contains(where: { word.hasSuffix($0) }) {
            word.removeLast(2)
        } else if word.last == UInt8(ascii: "s"), let before = word.dropLast().last, !"sui".utf8.contains(before) {
            word.removeLast()
        }
    }

    private static func pastAndProgressive(_ word: inout [UInt8]) {
        if word.hasSuffix("ied"), word.count > 4 {
            word.replaceSubrange((word.count - 3)..., with: "y".utf8)
            return
        }
        let length = word.hasSuffix("ing") ? 3 : word.hasSuffix("ed") && !word.hasSuffix("eed") ? 2 : 0
        guard length > 0, word.count - length >= 3,
            word.dropLast(length).contains(where: { "aeiouy".utf8.contains($0) })
        else {
            return
        }
        word.removeLast(length)
        if word.count > 3, let last = word.last, last == word.dropLast().last, !"aeioulsz".utf8.contains(last) {
            word.removeLast()
        }
    }
}

extension [UInt8] {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}
