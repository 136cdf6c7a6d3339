package import Conditions

/// Views, search and changes of many tickets.
extension TicketsAPI {
    package static let search = Call<SearchTickets, Page<TicketHit>>(
        "tickets.search", allow: .staff, "Find tickets by words of their subject, messages, customer and fields.",
        problems: listProblems)

    package static let views = Call<Empty, Page<SavedView>>(
        "tickets.views", allow: .staff, "The views of the caller, in their order.")
    package static let view = Call<ByID, SavedView>(
        "tickets.views.get", allow: .staff, "Read a view.", problems: noView)
    package static let saveView = Call<SaveView, SavedView>(
        "tickets.views.save", allow: .light, "Add or change a view.",
        problems: changeProblems.merging([
            "view.invalid": "Title, columns or sort are missing, too long or unknown.",
            "view.team": "The team is not there, or the caller is not in it.",
            "view.owner": "Only its owner or an admin may change or share it so.",
            "view.too_many": "There are as many views as there may be.",
            "condition.invalid": "The condition asks for what is not there; the place is named.",
        ]) { $1 })
    package static let removeView = Call<RemoveView, Empty>(
        "tickets.views.remove", allow: .light, "Remove a view.", problems: changeProblems)
    package static let viewOrder = Call<Empty, ViewOrder>(
        "tickets.views.order", allow: .staff, "The caller's order of views.")
    package static let orderViews = Call<ViewOrder, ViewOrder>(
        "tickets.views.reorder", allow: .light, "Put the caller's views in an order.",
        problems: ["view.order": "A view is named twice, or one that the caller does not see."])
    package static let viewFields = Call<Empty, FieldCatalogue>(
        "tickets.views.fields", allow: .staff, "What the condition of a view can ask.")
    package static let tryView = Call<TryView, TriedView>(
        "tickets.views.try", allow: .staff, "Show and count what a condition finds, without saving it.",
        problems: ["condition.invalid": "The condition asks for what is not there; the place is named."])

    package static let previewBulk = Call<BulkRequest, BulkPreview>(
        "tickets.bulk.preview", allow: .agents, "Try a change of many tickets and take it back.",
        problems: bulkProblems)
    package static let startBulk = Call<BulkRequest, BulkRun>(
        "tickets.bulk.start", allow: .agents, "Change many tickets; goes on by itself.", problems: bulkProblems)
    package static let bulk = Call<ByID, BulkRun>(
        "tickets.bulk.get", allow: .staff, "How far a change of many tickets is.", problems: noBulk)
    package static let undoBulk = Call<ByID, BulkRun>(
        "tickets.bulk.undo", allow: .agents, "Take a change of many tickets back, within 10 minutes.",
        problems: noBulk.merging(["bulk.undo": "The ten minutes are over, or it was taken back already."]) { $1 })

    static let listProblems = [
        "list.view": "There is no such view, or the caller does not see it.",
        "page.cursor": "The cursor belongs to another list or sort.",
    ]
    private static let noView = ["view.not_found": "There is no such view, or the caller does not see it."]
    private static let changeProblems = noView.merging([
        "view.built_in": "It is there for everybody: copy it.",
        "view.stale": "Somebody changed it since it was read.",
    ]) { $1 }
    private static let noBulk = ["bulk.not_found": "There is no such run."]
    private static let bulkProblems = [
        "bulk.edit": "Nothing is changed, or something that cannot be changed for many.",
        "message.empty": "The answer says nothing.",
        "message.too_long": "The answer is too long.",
        "bulk.tickets": "No tickets are named, or too many, or both tickets and a view.",
        "list.view": "There is no such view, or the caller does not see it.",
    ]
}
