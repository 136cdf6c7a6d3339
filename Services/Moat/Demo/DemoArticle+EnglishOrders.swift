extension DemoArticle {
    static let ordersEn = """
        = restock | Orders & service | Sold out: reminders and reservations
        - "Notify me" on the product page: a text message the day it arrives, your price kept for 24 hours.
        - We can put you on the **priority list** without a deposit.
        - Popular colours come every 7–14 days, after big sales about 20.

        In a hurry? Our stores in Hangzhou, Shanghai and Chengdu have stock for pick-up.

        = coupon | Orders & service | Combining coupons and discounts
        | | Member discount | Coupon | Flash price |
        |---|---|---|---|
        | Member discount | – | yes | no |
        | Coupon | yes | one per order | no |

        ## Why it says "not applicable"
        1. It is for another category (bean and tool coupons don't work for appliances).
        2. The amount is too low, counted after discounts.
        3. It is over: birthday coupons end with the month.

        Livestream gifts need the host's **code**. Forgotten? Tell us within 2 hours of paying.

        = bulk-order | Orders & service | Company orders
        - **10 and more**: 8 % off. **20 and more**: 12 %. From 50 you get an offer of your own.
        - VAT invoice and bank transfer; dispatched 2–5 days after signing.
        - Several addresses, cards and gift boxes are possible.
        - First order prepaid, 30 days' credit after that.

        Send us company, tax number, models and quantities, city and date: the quote comes within 2 hours.

        = where-is | Orders & service | Where is my parcel?
        We ship within **48 hours**, within 72 in sales.

        ## It does not move
        No update for 48 hours: tell us. If it is lost, we send another one the same day and deal with the carrier.

        ## "Delivered", but not here
        1. Look for a pick-up code in your messages.
        2. Ask family, neighbours, reception.
        3. Nothing? Tell us within 24 hours; we ask the courier and send another or refund.

        A fixed date? Ask us after ordering; many cities have appointments.

        = damaged | Orders & service | It arrived damaged
        Please **don't use it**, and be careful with broken glass.

        1. Photos: box, label, damage.
        2. Tell us within 48 hours.
        3. Choose: a new one (leaves today, we collect the old one), your money back, or keep it for less.

        All costs are ours; you have nothing to do with the carrier's claim.

        = wrong-item | Orders & service | Wrong or missing items
        First see whether your order came in **several parcels**: Order, Shipping lists each.

        Wrong item: leave it closed, photo of item and label. The right one leaves today;
        give the wrong one to the courier.

        Missing: we check the weight at dispatch and send it the same day.

        = address | Orders & service | Change the address or phone number
        - **Not shipped**: Order, Change address, or write to us.
        - **Shipped**: the carrier forwards it, 1–2 days later, at our cost.
        - Out for delivery: call the courier, or choose a locker.

        For your safety we check the account before changing a phone number.

        = return | Orders & service | Returns within seven days
        Complete and fit to be sold again, that is all. **Trying it is fine**; opened beans are not.

        1. My orders, Returns: choose a time for collection.
        2. Hand it over in its box. **Nothing to pay**, shipping is insured.
        3. The money comes 1–3 working days after the check.

        Later but unopened: members have 30 days, minus ¥15. Rejected by mistake? We look again.

        = refund | Orders & service | When do I get my refund?
        | Paid with | You have it |
        |---|---|
        | WeChat or Alipay balance | within 2 hours |
        | debit card | 1–3 working days |
        | credit card | 3–7 working days, on the statement |

        - **Less than expected**: the coupon's share is returned as a coupon; used gifts are taken off.
        - "Refunded" but not there: look at the statement, not the balance, or ask us for the reference.
        - Later than this: we chase it and answer the same day.

        = invoice | Orders & service | Invoices
        - Ordinary: My orders, Invoice; usually in your inbox after 10 minutes.
        - VAT: company, tax number, address, phone, bank account; 3 working days.
        - **Wrong name**: within the month we issue it again, later it is cancelled first, 2–5 working days.
        - It shows what you paid, without coupons and points.

        No mail? Look into spam, or download it from the order.

        = cancel | Orders & service | Cancelling an order
        - **Not shipped**: Order, Cancel; the money goes back at once.
        - **In review**: the warehouse is stopping it, 2 hours at most.
        - **Shipped**: refuse it at the door; the refund follows, no shipping cost.
        - Ordered twice: cancel one, the coupon comes back.

        = price-drop | Orders & service | Price protection
        Within **30 days** of paying, if the same item, colour and set gets cheaper in our shop, you get the difference.

        1. My orders, Price protection: checked at once, paid the same day.
        2. If that fails, send us a screenshot.

        **Not included**: livestream prices, member prices, clearance. Twice per order at most.

        = membership | Orders & service | Member levels and points
        | Level | In 12 months | You get |
        |---|---|---|
        | Standard | sign up | a birthday coupon |
        | Silver | ¥800 | 3 % off, 3 months' warranty more |
        | Gold | ¥3,000 | 5 % off, 6 months, free filters |
        | VIP | ¥8,000 | 8 % off, a year, answered first |

        One point per yuan, 100 points are ¥1, valid until the end of next year. Returns take their points back.

        = service-hours | Orders & service | Service hours and how to reach us
        - Monday to Friday **day and night**, weekends 9:00–23:00, public holidays 10:00–18:00 (Beijing time).
        - WeChat, web form, mail or chat: **one is enough**, we see them all in one place.

        A first answer within 4 hours, within 30 minutes when it is about safety. Please keep the
        subject when you reply.
        """
}
