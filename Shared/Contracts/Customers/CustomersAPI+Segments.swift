package import Conditions

/// Computed tags, the score of purchases, segments.
extension CustomersAPI {
    package static let computedTags = Call<Empty, Page<ComputedTag>>(
        "customers.computed", allow: .staff, "The tags that follow from what is known.")
    package static let saveComputedTag = Call<ComputedTag, ComputedTag>(
        "customers.computed.save", allow: .admins, "Add or change a computed tag; all customers are looked through.",
        problems: groupProblems.merging([
            "tag.invalid": "The id, a name or the levels are wrong.", "tag.stale": "Somebody changed it since.",
        ]) { $1 })
    package static let removeComputedTag = Call<ByID, Empty>(
        "customers.computed.remove", allow: .admins, "Remove a computed tag.",
        problems: ["tag.not_found": "There is no such tag.", "tag.in_use": "Another tag or a segment asks for it."])
    package static let segments = Call<Empty, Page<Segment>>(
        "customers.segments", allow: .staff, "The segments and their sizes.")
    package static let segment = Call<ByID, Segment>(
        "customers.segments.get", allow: .staff, "Read a segment.", problems: noSegment)
    package static let saveSegment = Call<Segment, Segment>(
        "customers.segments.save", allow: [.supervisors], "Add or change a segment; all customers are looked through.",
        problems: groupProblems.merging([
            "segment.invalid": "The id or the name is wrong.", "segment.stale": "Somebody changed it since.",
        ]) { $1 })
    package static let removeSegment = Call<ByID, Empty>(
        "customers.segments.remove", allow: [.supervisors], "Remove a segment.",
        problems: noSegment.merging(["segment.in_use": "A tag or another segment asks for it."]) { $1 })
    package static let trySegment = Call<TrySegment, TriedSegment>(
        "customers.segments.try", allow: .staff, "How many a condition finds, and some of them.",
        problems: ["condition.invalid": "The condition asks for what is not there; the place is named."])
    package static let segmentMembers = Call<ListSegmentMembers, Page<SegmentMember>>(
        "customers.segments.members", allow: .staff, "Who is in a segment, or was at a moment.", problems: noSegment)
    package static let segmentMoves = Call<ListSegmentMoves, Page<SegmentMove>>(
        "customers.segments.moves", allow: .staff, "Who came into a segment and who left it last, newest first.",
        problems: noSegment)
    package static let segmentFields = Call<Empty, FieldCatalogue>(
        "customers.segments.fields", allow: .staff, "What conditions may ask of a customer.")
    package static let standing = Call<AskStanding, Standing>(
        "customers.standing", allow: .staff, "A customer's computed tags, segments and score, now or at a moment.",
        problems: noCustomer)
    package static let rfm = Call<Empty, RFMRules>("customers.rfm", allow: .staff, "How purchases are scored.")
    package static let saveRFM = Call<RFMRules, RFMRules>(
        "customers.rfm.save", allow: .admins, "Change how purchases are scored; the ranks are taken anew.",
        problems: [
            "rfm.invalid": "6 to 24 months, and four limits of each kind in their order.",
            "rfm.stale": "Somebody changed it since.",
        ])

    package static let segmentEntered = EventType<SegmentEvent>("moat.customers.segment.entered")
    package static let segmentLeft = EventType<SegmentEvent>("moat.customers.segment.left")
    package static let tagged = EventType<TagEvent>("moat.customers.tagged")

    private static let noSegment = ["segment.not_found": "There is no such segment."]
    private static let groupProblems = [
        "condition.invalid": "The condition asks for what is not there; the place is named.",
        "group.circular": "It asks for itself, directly or through others.",
        "group.unknown": "It asks for a segment that is not there.",
        "group.too_many": "There are as many as there may be.",
    ]
}
