/// Words that say nothing about what somebody wants to know.
package enum StopWords {
    package static func contains(_ term: String) -> Bool { words.contains(term) }

    private static let words: Set<String> = [
        // English, as the tokenizer stems it.
        "a", "about", "all", "am", "an", "and", "any", "are", "as", "at", "be", "been", "but", "by", "can", "could",
        "dear", "did", "do", "doe", "does", "for", "from", "get", "got", "had", "has", "hav", "have", "hello", "help",
        "hi", "how", "i", "if", "in", "into", "is", "it", "it's", "i'm", "just", "like", "me", "my", "need", "no",
        "not", "now", "of", "on", "or", "our", "out", "please", "pleas", "so", "some", "thank", "thanks", "that", "the",
        "their", "them", "then", "there", "they", "thi", "this", "to", "too", "try", "tri", "up", "us", "want", "wa",
        "was", "we", "were", "what", "when", "where", "which", "who", "why", "will", "with", "would", "you", "your",
        // Chinese.
        "一个", "一下", "一直", "不能", "不了", "不到", "什么", "他们", "你们", "你好", "您好", "可以", "吗", "呢", "哪里", "因为",
        "如何", "如果", "就是", "已经", "帮忙", "怎么", "怎么办", "怎样", "怎么样", "么样", "么办", "想要", "我们", "我的", "所以", "是否",
        "是不是", "有没有", "没有", "然后", "现在", "的话", "知道", "能不能", "谢谢", "请问", "这个", "这样", "那个", "还是", "需要", "麻烦",
        "好的", "了", "的", "我", "你", "您", "是", "在", "有", "和", "也", "就", "都", "不", "要", "为什么", "为什", "么", "下",
    ]
}
