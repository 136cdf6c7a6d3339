import Base

// Surveys. The problems beside a call are its own; every call may also end in `auth.*` and `json.*`.
extension TicketsAPI {
    package static let offerSurvey = Call<OfferSurvey, Survey>(
        "tickets.surveys.offer", allow: [.agents, .rules, .services],
        "Ask the customer of a solved ticket.",
        problems: [
            "ticket.not_found": "there is no such ticket",
            "survey.not_solved": "only a solved ticket is rated",
            "survey_form.not_found": "there is no such form",
        ])
    package static let survey = Call<SurveyToken, Survey>(
        "tickets.surveys.get", allow: .anyone, "Read a survey by its token.",
        problems: ["survey.not_found": "there is no such survey"])
    package static let answerSurvey = Call<AnswerSurvey, Survey>(
        "tickets.surveys.answer", allow: .anyone,
        "Answer a survey: a score, of which the last before closing counts, or a form, final once complete.",
        problems: [
            "survey.not_found": "there is no such survey",
            "survey.closed": "the ticket is closed, or the survey was not sent or was called back",
            "survey.answered": "the link has been used: everything is answered",
            "survey.score": "a number that is not of its scale",
            "survey.choice": "none of the options, or several where one is asked for",
            "survey.comment": "a comment too long, or no words",
            "survey.question": "an answer to a question that is not asked",
            "survey.required": "a question on the way that needs an answer has none",
            "survey.empty": "neither a score nor answers",
        ])
    package static let surveysOfTicket = Call<ListSurveys, Page<Survey>>(
        "tickets.surveys.of", allow: .staff,
        "The surveys of a ticket, the youngest first, without their links.",
        problems: ["ticket.not_found": "there is no such ticket"])

    package static let surveyForms = Call<Empty, Page<SurveyForm>>(
        "tickets.surveys.forms", allow: .staff,
        "The house's surveys, in the order in which they are tried.")
    package static let saveSurveyForm = Call<SurveyForm, SurveyForm>(
        "tickets.surveys.forms.save", allow: .admins,
        "Add or change a survey; those already sent stay as they are.",
        problems: [
            "survey_form.stale": "somebody changed the survey since",
            "survey_form.id": "an id that is no word of small letters, digits and hyphens",
            "survey_form.name": "no name, or one too long",
            "survey_form.delay": "a delay beyond the bounds",
            "survey_form.fatigue": "days of rest beyond the bounds",
            "survey_form.pages": "no pages, too many, or two with one id",
            "survey_form.question": "a question without id, or two with one",
            "survey_form.branch": "a page that asks for an answer it does not have",
            "survey_form.loop": "a page that leads to itself or back",
            "survey_form.scale": "an unknown scale",
            "survey_form.options": "a choice without options, or with too many",
            "survey_form.text": "no words in zh or en, or too many",
            "survey_form.many": "more than 50 surveys",
            "condition.invalid": "a condition asks for what there is not",
        ])
    package static let removeSurveyForm = Call<ByID, Empty>(
        "tickets.surveys.forms.remove", allow: .admins,
        "Remove a survey; those already sent can still be answered.",
        problems: [
            "survey_form.not_found": "there is no such form",
            "survey_form.used": "a programme still sends it",
        ])
    package static let surveyScales = Call<Empty, Page<SurveyScale>>(
        "tickets.surveys.scales", allow: .staff,
        "All scales in all their versions: answers are read by theirs.")
    package static let saveSurveyScale = Call<SurveyScale, SurveyScale>(
        "tickets.surveys.scales.save", allow: .admins,
        "Say anew what a scale's numbers mean, as a new version.",
        problems: [
            "survey_scale.values": "a scale that means nothing",
            "survey_scale.fixed": "CES and NPS are what they are",
        ])

    package static let surveyCases = Call<ListSurveyCases, Page<SurveyCase>>(
        "tickets.surveys.cases", allow: .staff, "Bad ratings to make good, the most urgent first.")
    package static let seeSurveyCase = Call<ByID, SurveyCase>(
        "tickets.surveys.cases.see", allow: .agents,
        "The team's lead or a supervisor looks at a bad rating: from then on its words are there for all.",
        problems: [
            "survey_case.not_found": "there is no such case",
            "survey_case.lead": "only who leads may look first",
        ])
    package static let closeSurveyCase = Call<CloseSurveyCase, SurveyCase>(
        "tickets.surveys.cases.close", allow: .agents,
        "The customer was called back; the root cause is found.",
        problems: [
            "survey_case.not_found": "there is no such case", "survey_case.done": "it is closed already",
            "survey_case.unseen": "nobody who leads has looked at it yet",
            "survey_case.cause": "no cause of the house", "survey_case.note": "a note or defect too long",
        ])
    package static let surveyCauses = Call<Empty, Page<SurveyCause>>(
        "tickets.surveys.causes", allow: .staff, "List the root causes of bad ratings.")
    package static let saveSurveyCause = Call<SurveyCause, SurveyCause>(
        "tickets.surveys.causes.save", allow: .admins, "Add or change a root cause.",
        problems: [
            "survey_cause.stale": "somebody changed the cause since",
            "survey_cause.name": "no name, or one too long",
            "survey_cause.id": "an id that is no word of small letters, digits and hyphens",
        ])
    package static let surveyCauseCounts = Call<Empty, Page<SurveyCauseCount>>(
        "tickets.surveys.causes.count", allow: .staff,
        "The Pareto of causes over all closed bad ratings.")

    package static let surveyProgrammes = Call<Empty, Page<SurveyProgramme>>(
        "tickets.surveys.programmes", allow: .staff, "The programmes that ask customers again and again."
    )
    package static let saveSurveyProgramme = Call<SurveyProgramme, SurveyProgramme>(
        "tickets.surveys.programmes.save", allow: .admins, "Add or change a programme.",
        problems: [
            "survey_programme.stale": "somebody changed the programme since",
            "survey_programme.id": "an id that is no word of small letters, digits and hyphens",
            "survey_programme.name": "no name, or one too long",
            "survey_programme.form": "an unknown form",
            "survey_programme.sample": "a sample beyond 1 to 100",
            "survey_programme.days": "a rest below 90 days, or days beyond the bounds",
            "condition.invalid": "the segment asks for what there is not",
        ])

    /// The customer has answered: a form completely, with all answers.
    package static let surveyAnswered = EventType<TicketEvent>("moat.tickets.survey.answered")
    /// A scheduled one is not sent: the ticket was reopened.
    package static let surveyCancelled = EventType<TicketEvent>("moat.tickets.survey.cancelled")
    /// A rating was bad; its customer was not called back in time.
    package static let surveyBad = EventType<TicketEvent>("moat.tickets.survey.bad")
    package static let surveyOverdue = EventType<TicketEvent>("moat.tickets.survey.overdue")
    package static let surveyFormChanged = EventType<SurveyForm>("moat.tickets.survey.form.changed")
    package static let surveyScaleChanged = EventType<SurveyScale>(
        "moat.tickets.survey.scale.changed")
    package static let surveyCaseClosed = EventType<SurveyCase>("moat.tickets.survey.case.closed")
    package static let surveyProgrammeChanged = EventType<SurveyProgramme>(
        "moat.tickets.survey.programme.changed")
}
