extension Library {
    static let english: [Text] = [
        Text(
            key: "password", title: "Reset your password",
            body: """
                Open the sign-in page and choose **Forgot password**. We send a link to your mail address; it
                works for one
                hour. If the mail does not arrive, look into the spam folder or ask your administrator.
                """, category: "Account"),
        Text(
            key: "two-factor", title: "Set up two-factor authentication",
            body: """
                Two-factor authentication asks for a code from your phone besides the password. Scan the QR code with an
                authenticator app. Keep the recovery codes: with them you sign in when the phone is lost.
                """, category: "Account"),
        Text(
            key: "invoice", title: "Download an invoice",
            body: """
                Invoices are under **Billing > Invoices** as PDF. The company name and tax number on them come from your
                billing profile: change it before the next invoice is made.
                """, category: "Billing"),
        Text(
            key: "refund", title: "How refunds work",
            body: """
                You may return goods within 30 days. We pay the money back to the same card within five working
                days after
                the parcel has arrived at our warehouse. Shipping costs are not refunded.
                """, category: "Billing"),
        Text(
            key: "card-declined", title: "My card was declined",
            body: """
                Banks refuse a payment for many reasons: a wrong expiry date, a limit, a missing 3-D Secure
                confirmation.
                Try another card or pay by bank transfer.
                """, category: "Billing"),
        Text(
            key: "track", title: "Track your parcel",
            body: """
                The tracking number is in the shipping confirmation. Click it to see where the parcel is.
                Deliveries within
                the country take two to three days, abroad up to ten.
                """, category: "Shipping"),
        Text(
            key: "address", title: "Change the delivery address",
            body: """
                As long as the order has not been shipped you can change the delivery address in the order's details.
                Afterwards please contact the carrier.
                """, category: "Shipping"),
        Text(
            key: "damaged", title: "The parcel arrived damaged",
            body: """
                Take photos of the box and of what is broken and send them to us within seven days. We send a
                replacement at
                once and collect the damaged goods.
                """, category: "Shipping"),
        Text(
            key: "printer", title: "The printer does not print",
            body: """
                1. Check paper and toner.
                2. Restart the printer and wait for a steady green light.
                3. Remove the device from the computer and add it again; install the newest driver.
                """, category: "Devices"),
        Text(
            key: "wifi", title: "Connect the device to Wi-Fi",
            body: """
                Hold the button for five seconds until the light blinks blue. Choose your wireless network in
                the app and
                enter its password. The device uses 2.4 GHz networks only.
                """, category: "Devices"),
        Text(
            key: "firmware", title: "Update the firmware",
            body:
                "Connect the device to power, open the app, choose **Settings > Firmware** and wait. Do not unplug it.",
            category: "Devices"),
        Text(
            key: "export", title: "Export your data as CSV",
            body: """
                In **Settings > Data** choose what to export and the period. A file with comma-separated values
                is prepared;
                you get a mail with a link when it is ready.
                """, category: "Data"),
        Text(
            key: "api", title: "API keys and rate limits",
            body: """
                Make a key under **Developers**. Send it in the `Authorization` header. 600 requests a minute
                are allowed;
                beyond that the answer is `429` with `Retry-After`.
                """, category: "Developers"),
        Text(
            key: "delete", title: "Delete your account",
            body: """
                Under **Account > Privacy** choose delete. Everything personal is erased after 14 days;
                invoices are kept as
                the law demands.
                """, category: "Account"),
        Text(
            key: "webhook", title: "Webhooks: be told when an order changes",
            body: """
                Give us the address of your endpoint. Each call is signed; check the signature before you trust
                the payload.
                Failed calls are repeated for two days.
                """, category: "Developers"),
        Text(
            key: "team", title: "Invite colleagues and set roles",
            body: """
                Administrators invite people by mail. A role says what somebody may see and change: owner,
                admin, member,
                guest.
                """, category: "Account"),
    ]
}
