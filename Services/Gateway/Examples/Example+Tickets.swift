internal import Base

extension Example {
    /// A conversation from the first word to the last.
    static let tickets: [Example] = [
        Example(
            "tickets.reopening.save",
            body: ["choice": ["mode": "followUpAfter", "after": 604800], "closeAfter": 1209600]),
        Example("tickets.sending.save", body: ["undoSeconds": 20]),
        Example(
            "tickets.reminders.save",
            body: [
                "enabled": true,
                "steps": [["after": 259200, "texts": ["en": "Do you still need our help?", "zh": "您还需要帮助吗？"]]],
                "solveAfter": 604800,
            ]),
        Example(
            "tickets.open",
            body: [
                "subject": "My kettle leaks", "text": "It drips from the lid. My order is 2026-11871, card 4111-2222.",
                "requester": ["id": "c-ada", "name": "Ada Brown", "address": "ada@customer.example"],
                "priority": "normal", "tags": ["kettle"], "channel": "phone", "team": "returns",
            ], keeps: ["ticket": "id"]),
        Example(
            "tickets.open",
            body: [
                "subject": "The kettle, once more", "text": "I wrote this morning, see above.",
                "requester": ["id": "c-ada", "name": "Ada Brown", "address": "ada@customer.example"],
            ], keeps: ["second": "id"]),
        Example(
            "tickets.open",
            body: [
                "subject": "Where is my parcel?", "text": "The tracking has not moved for a week.",
                "requester": ["id": "c-ada", "name": "Ada Brown", "address": "ada@customer.example"],
            ], keeps: ["third": "id"]),
        Example(
            "tickets.update", ["id": "{ticket}"],
            body: ["priority": "high", "addTags": ["warranty"], "fields": ["category": "repair"]]),
        Example("tickets.viewers.show", ["ticket": "{ticket}"], body: ["mode": "editing"]),
        Example(
            "tickets.note", ["ticket": "{ticket}"],
            body: ["text": "The lid of this series is known to leak; we have spare ones.", "mentions": ["mei"]],
            keeps: ["note": "message.id"]),
        Example(
            "tickets.drafts.save", ["ticket": "{ticket}", "slot": "own"],
            body: ["text": "Dear Ada, we are sorry about the lid."]),
        Example(
            "attachments.add", query: ["name": "lid.txt"], body: "The lid fits if the arrow points to the spout.",
            keeps: ["file": "id"]),
        Example(
            "tickets.reply", ["ticket": "{ticket}"],
            body: ["text": "Dear Ada, a new lid is on its way to you.", "status": "pending"]),
        Example(
            "tickets.replies.hold", ["ticket": "{ticket}"],
            body: ["text": "It will be with you on Friday.", "cancelOnAnswer": true], keeps: ["held": "id"]),
        Example("tickets.replies.cancel", ["id": "{held}"], body: [:]),
        Example(
            "tickets.replies.hold", ["ticket": "{ticket}"], body: ["text": "It will be with you on Thursday."],
            keeps: ["heldToo": "id"]),
        Example("tickets.replies.release", ["id": "{heldToo}"], body: [:]),
        Example("tickets.snooze", ["id": "{third}"], body: ["seconds": 86400]),
        Example(
            "tickets.checklist.add", ["ticket": "{ticket}"],
            body: ["text": "Send the spare lid", "mandatory": true, "assignee": "{me}"],
            keeps: ["step": "checklist.0.id"]),
        Example("tickets.checklist.change", ["ticket": "{ticket}", "item": "{step}"], body: ["done": true]),
        Example("tickets.follow", ["ticket": "{ticket}", "agent": "{me}"], body: [:]),
        Example(
            "tickets.efforts.correct", ["ticket": "{ticket}"],
            body: ["seconds": 300, "note": "On the phone with the workshop"]),
        Example("tickets.redact", ["ticket": "{ticket}"], body: ["text": "4111-2222"]),
        Example(
            "tickets.sides.open", ["ticket": "{ticket}"],
            body: [
                "subject": "Spare lids", "address": "parts@supplier.example", "name": "Parts desk",
                "text": "How many lids for the K2 have you left?",
            ], keeps: ["talk": "id"]),
        Example("tickets.sides.write", ["talk": "{talk}"], body: ["text": "We need two this week."]),
        Example("tickets.sides.close", ["talk": "{talk}"], body: ["state": "done"]),
        Example(
            "tickets.macros.add",
            body: [
                "name": "Send a spare part", "code": "spare",
                "texts": [
                    "en": "Dear {{ticket.requester.name}}, a spare part is on its way.",
                    "zh": "{{ticket.requester.name}}您好，配件已寄出。",
                ], "edit": ["addTags": ["spare-part"]], "scope": "everyone", "use": "reply",
            ], keeps: ["macro": "id"]),
        Example(
            "tickets.macros.save", ["id": "{macro}"], version: 1,
            body: [
                "name": "Send a spare part for free",
                "texts": ["en": "Dear {{ticket.requester.name}}, a spare part is on its way, at our cost."],
                "edit": ["addTags": ["spare-part", "free"]], "scope": "everyone", "use": "reply",
            ]),
        Example("tickets.macros.use", ["ticket": "{ticket}", "macro": "{macro}"], body: ["language": "en"]),
        Example("tickets.links.add", ["ticket": "{ticket}"], body: ["other": "{third}", "role": "related"]),
        Example("tickets.merge.preview", ["target": "{ticket}"], body: ["sources": ["{second}"]]),
        Example(
            "tickets.merge", ["target": "{ticket}"],
            body: ["sources": ["{second}"], "targetComment": ["text": "Ada wrote twice.", "isPublic": false]]),
        Example("tickets.merges", ["ticket": "{second}"], keeps: ["merge": "data.0.id"]),
        Example("tickets.merge.undo", ["id": "{merge}"], body: [:]),
        Example(
            "tickets.split", ["ticket": "{ticket}"],
            body: ["messages": ["{note}"], "mode": "copy", "subject": "Lids of the K2 leak"], keeps: ["split": "new.id"]
        ),
        Example("tickets.links.add", ["ticket": "{split}"], body: ["other": "{ticket}", "role": "incident"]),
        Example(
            "tickets.incidents.solve", ["ticket": "{split}"],
            body: ["text": "From this week on all kettles have the new lid."]),
        Example("tickets.get", ["id": "{ticket}"], until: ["status": "solved"]),
        Example("tickets.callback.plan", ["id": "{ticket}"], body: [:]),
        Example(
            "tickets.callback.finish", ["id": "{ticket}"],
            body: ["result": "satisfied", "note": "She is happy with the lid."]),
        Example("tickets.trash", ["id": "{second}"]),
        Example("tickets.restore", ["id": "{second}"], body: [:]),
        Example("tickets.list", query: ["view": "all", "search": "kettle", "sort": "updated", "descending": "true"]),
        Example("tickets.search", query: ["q": "lid", "order": "relevance"]),
        Example("tickets.messages", ["ticket": "{ticket}"], query: ["page[size]": "10"]),
    ]
}
