extension Script {
    static let logisticsEn = """
        = where-is
        s Where is my order?
        s Parcel has not moved
        s Not shipped yet
        s Delivered, but not here
        o Order {o} with the {p} has been stuck in {c} for {n} days. Could you have a look?
        o I ordered the {p} on {d} and it has not shipped. The page said 48 hours.
        o The {p} is marked as delivered today, but nobody here has it and it's not with the neighbours.
        o Will the {p} reach {c} before {e}? I'm travelling after that.
        r I've asked the carrier where it is and will tell you today. Is your phone number still right?
        r Sorry for the wait, I'm checking the warehouse for {o}. Did you change the address lately?
        f The number is right and the address is the same.
        f Nobody called me either.
        f The carrier told me to ask the seller.
        a Found it: {t}, delayed by weather, now expected on {e}. I've added a ¥20 coupon.
        a It is in locker 3 at the east gate; the code was sent to your phone again just now.
        a It seems to be lost. A new one left the nearest warehouse, {t}. We deal with the carrier, you need do nothing.
        a It left this afternoon, {t}, and should arrive on {e}. Thank you for your patience in the sale season.
        = damaged
        s Arrived damaged
        s Box crushed, machine cracked
        o The {p} arrived today with a crushed corner and a crack in the housing. Can I have another? Order {o}.
        o The glass of the {p} was broken on arrival, I nearly cut myself.
        o My {p} has scratches and fingerprints as if somebody had used it.
        r I'm very sorry! Photos of the box, the label and the damage please, and careful with the glass.
        r Please don't use it. When did it arrive, and did you tell the courier?
        f Photos sent. It came at noon, they left it at the door.
        f Here they are, the foam inside is broken too.
        a Damaged in transit. A new {p} leaves today, {t}; we collect the broken one on {e} at no cost.
        a You may have all money back, or keep it with ¥{m} off, as you like.
        a That slipped through our check. You get a sealed one, and a bag of beans with our apologies.
        = wrong-item
        s Wrong item
        s Wrong colour
        o I ordered the {p} and got something else. Order {o}, please exchange.
        o I chose the {p} in white, and it came in black.
        o There are two of the {p} in my order, only one arrived.
        r I'm sorry. A photo of the item and label please, I'll check with the warehouse.
        r What does the label say, and have you opened it?
        f Photo sent, not opened, the label says black.
        f Just one parcel, no "1 of 2" on it.
        a A picking mistake. The right {p} is on its way, {t}; hand the wrong one to the courier.
        a Your order was split: the other parcel is {t}, expected on {e}. Sorry that nobody told you.
        = address
        s Change delivery address
        s Wrong address
        o I just placed order {o} and used my old address. Can it go to {c} instead?
        o We've moved. Could the {p} go to my office? Same phone.
        o One digit of my phone number is wrong in order {o}.
        r Please send the new address with phone number, I'm holding the parcel.
        r It's on hold. Which name and phone number, please?
        f New address: {n}8 Ginkgo Road, {c}. Same phone.
        f Same name, the last digit is {n}.
        a Done: new label, expected on {e}.
        a It had left already, so the carrier forwards it, {t}, about a day later and at our cost.
        """

    static let refundsEn = """
        = return
        s Return within seven days
        s The {p} is too big
        s Who pays for the return?
        o I tried the {p} once and it's too big for our kitchen. I'd like to return it, order {o}.
        o The {p} is not what I imagined. It's unopened. Can I return it and who pays the shipping?
        o My return of the {p} was rejected as "used", but I only switched it on once.
        o A friend gave us the same {p}. Can I still return mine on day {n}?
        r Of course. Is everything there, with the box? Then I'll file it for you.
        r Please send a photo. Trying it is fine as long as it can be sold again.
        f All there, with the box. How do I send it?
        f Photos sent, I only took off the film.
        a Approved. Collection on {e}, insured, nothing to pay. ¥{m} comes back 1 to 3 working days after the check.
        a The rejection was a mistake of the system, it is approved now. Choose a time under Returns in the app.
        a Later than 7 days but unopened: we take it for members, minus ¥15 shipping. Shall I?
        = refund
        s Refund not here yet
        s Refund is too low
        s When do I get my money?
        o The {p} went back on {d} and the ¥{m} are still not in my account. Order {o}.
        o I got ¥{n}0 less than I paid for the {p}. What was taken off?
        o It says "refunded", but my card shows nothing. Where did it go?
        o I cancelled {o} {n} days ago and there is no refund. I'm about to complain officially.
        r I'm sorry. I'm looking up the transfer. Did you pay by card, Alipay or WeChat?
        r The warehouse has it, I'm asking accounting. Which card was it, last four digits?
        f By card, nothing on the statement.
        f With WeChat, and it is not in the balance.
        a ¥{m} left on {d}. Cards take 3 to 7 working days; the reference was sent to your phone.
        a The difference is the coupon's share. The coupon is back in your account, valid 30 days longer.
        a It was stuck with us. I've released ¥{m} by hand, you have it in two hours, and {n}00 points for the trouble.
        = invoice
        s Invoice please
        s Name on the invoice is wrong
        s No invoice yet
        o Could I have an invoice in my company's name for order {o}?
        o The name on my invoice for the {p} is wrong. Can you issue it again this month?
        o I asked for the invoice on {d} and found nothing, not even in spam.
        r Please send company name, tax number and mail address. Ordinary or VAT invoice?
        r Please send the right name and tax number; we cancel the first one and issue a new one.
        f Ordinary is fine, details sent.
        f VAT please, bank details are in my mail.
        a It's issued, ¥{m}, in your inbox and under My orders, Invoice.
        a The old one is cancelled, the new one comes within {n} working days.
        = cancel
        s Cancel my order
        s Not needed any more
        o I ordered twice by mistake, please cancel {o}.
        o Can I cancel the {p}? It has not shipped, and my family bought one already.
        o I pressed cancel for {o} and it is "in review". Will it ship anyway?
        r Let me check the warehouse. It is the order with the {p}, right?
        r It's packed, I'm trying to stop it. The money goes back as soon as that works.
        f Yes, that one. Keep the other.
        f Thank you, please be quick.
        a {o} is cancelled and ¥{m} goes back the way it came, usually today.
        a Too late to stop it. Just refuse it at the door; the refund follows, no shipping cost.
        = price-drop
        s Cheaper one day later
        s Price protection
        o I bought the {p} on {d} and today it costs ¥{n}0 less. Can I have the difference? Order {o}.
        o You promised 30 days of price protection for the {p}. How do I claim it?
        o The {p} is a lot cheaper in the livestream, that feels unfair.
        r It holds for 30 days. A screenshot of the new price, please.
        r Is that in our shop or in a livestream, the same colour and set?
        f Your own shop, same colour, screenshot sent.
        f The livestream, with a bag of beans.
        a Right: ¥{n}0 is on its way back to you, you should see it today.
        a Livestream prices are subsidised and not covered, but here is a ¥40 coupon and a bag of beans. Is that fair?
        """
}
