import Mail
import Testing

struct ReplyTextTests {
    @Test(arguments: [
        ("Thanks!\n\nOn Mon, 23 Nov 2026 at 10:00, Help <help@moat.example> wrote:\n> old\n> words", "Thanks!"),
        (
            "Thanks!\n\nOn Mon, 23 Nov 2026 at 10:00, Help Desk of the Company\n<help@moat.example> wrote:\n> old",
            "Thanks!"
        ),
        ("谢谢\n\n在 2026-11-23 10:00:00，\"客服\" <help@moat.example> 写道：\n旧的文字", "谢谢"),
        ("谢谢\n\n客服 <help@moat.example> 于2026年11月23日周一 10:00写道：\n> 旧的", "谢谢"),
        ("收到\n\n------------------ 原始邮件 ------------------\n发件人: \"客服\" <help@moat.example>;\n旧", "收到"),
        ("收到\n---- 回复的原邮件 ----\n| 发件人 | 客服 |\n旧", "收到"),
        ("好的\n\n发件人: 客服 <help@moat.example>\n发送时间: 2026年11月23日 10:00\n收件人: 张三\n主题: 回复\n\n旧", "好的"),
        ("ok\n\n-----Original Message-----\nFrom: Help\nSent: Monday\n\nold", "ok"),
        (
            "ok\n\n________________________________\nFrom: Help <h@x.test>\nSent: Monday\nTo: Ann\nSubject: x\n\nold",
            "ok"
        ),
        ("ok\n\nFrom: Help <help@moat.example>\nDate: Monday\nTo: Ann\nSubject: x\n\nold", "ok"),
        ("Danke\n\nAm 23.11.2026 um 10:00 schrieb Help:\n> alt", "Danke"),
        ("Works now.\n-- \nAnn Doe\n+49 30 123", "Works now."),
        (
            "Works now.\n\nSent from my iPhone\n\nOn 23 Nov 2026, at 10:00, Help <h@moat.example> wrote:\n\n> old",
            "Works now."
        ),
        ("好了\n\n发自我的iPhone", "好了"),
        ("> Which one?\nThe red one.\n> And when?\nTomorrow.", "The red one.\nTomorrow."),
        ("On Mon, 23 Nov 2026 Help <h@moat.example> wrote:\n> old\n> words\n\nMy answer below.", "My answer below."),
    ]) func `the new words of an answer`(text: String, words: String) {
        #expect(ReplyText.strip(text) == words)
        #expect(ReplyText.strip(text.replacing("\n", with: "\r\n")) == words)
    }

    @Test(arguments: [
        "Just a question.", "On Monday I wrote: nothing happened", "From: where do I get it?\nThanks", "在家里写道：没有",
        "Please see:\n\n---------- Forwarded message ---------\nFrom: Bob <bob@example.com>\nHello",
        "I have 3 items:\n- one\n--two",
        "> only\n> quoted", "",
    ]) func `ordinary words stay`(text: String) {
        let expected = text.hasPrefix("Please see") ? nil : text
        if let expected { #expect(ReplyText.strip(text) == expected) }
        #expect(text.isEmpty || !ReplyText.strip(text).isEmpty)
    }

    @Test func `our own marker cuts`() {
        #expect(ReplyText.strip("new\n## write above ##\nold", marker: "## write above ##") == "new")
    }
}
