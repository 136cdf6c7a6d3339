extension Script {
    static let preSalesEn = """
        = choose-machine
        s Which machine for two people?
        s Is the {p} right for me?
        o We are two people and drink three or four cups a day. Would the {p} be enough? The counter is only 30 cm wide.
        o I can't decide between the {p} and a fully automatic one. I mostly drink flat whites and mornings are busy.
        o My budget is about ¥{m}. The {p} looks great, but is it hard to learn for a beginner?
        o How long does the {p} take from switching on to the first cup, and how much cleaning is it really?
        r Thanks for asking! Do you drink mostly black coffee or milk drinks, and do you own a grinder already?
        r Happy to compare them for you. How many cups a day, and would you enjoy grinding and tamping yourself?
        f Mostly milk drinks, no grinder yet, about three cups a day.
        f I like the idea of learning, but cleaning must not take half an hour.
        a Then the {p} fits: three minutes to heat up, the steam wand rinses clean. With a G5 grinder you save ¥150.
        a For busy mornings take the A3, one button and done; for taste and fun the {p}. Return either in 7 days.
        = voltage
        s Can I use the {p} abroad?
        s Voltage question
        o I'm moving abroad next month. Does the {p} support 110 V, or would a transformer do?
        o I'd like to send the {p} to my daughter in Japan. It's 100 V there and the plug differs. Will it work?
        o The plate on the {p} says 220 V. Is 230 V in Europe a problem?
        r Which country will you use it in? Then I can check voltage and plug for you.
        r Is it for a longer stay or a short trip? The models differ, let me check.
        f Mainly Japan, probably for two years.
        f Germany for a year, then we'll see.
        a The {p} is 220–240 V, 50 Hz: fine with an adapter in Europe and Australia, but not in Japan or the US.
        a There is no 110 V version here, and we advise against transformers for heaters. Our shop abroad has one.
        = restock
        s When will the {p} be back?
        s Back in stock date
        o The {p} has been sold out for days. When do you expect more? Our kitchen is finished soon.
        o I'm waiting for the {p} in white. Will there be any this month?
        o I wanted to order the {p} yesterday and it was gone. Could you hold one for me?
        r Let me look at the arrival plan. Would another colour be fine too?
        r I'm checking with purchasing. When would you need it at the latest?
        f Only white, the others don't match the kitchen.
        f Any colour, as long as it arrives before {e}.
        a It arrives on {e}. I've put you on the priority list: you'll get a text message and have 24 hours to pay.
        a The next batch is on its way and will be on sale within {n} days. Your price is kept whatever happens.
        = coupon
        s Coupon does not work
        s Do discounts add up?
        s Discount missing at checkout
        o I have a ¥60 coupon, but at checkout with the {p} it says "not applicable". Why?
        o Is there an offer on the {p} at the moment, and can I combine member discount and coupon?
        o The livestream promised free beans with the {p}, but I don't see them in my order.
        o My birthday coupon ends on {e} and the shop keeps saying the {p} does not qualify.
        r Could you send a screenshot of the checkout and the last four digits of your phone number?
        r I'll check what the coupon is good for. Did you order in the app or on the website?
        f On the website. It says "item not in this promotion".
        f Screenshot sent. I got the coupon on the home page last week.
        a That coupon is for beans and tools only. I've added a ¥50 one that works on the {p} for {n} days.
        a Member discount and coupon add up, flash prices don't. I've extended yours to use it after {e}.
        a The gift needs the host's code; I've added it by hand and it ships together with the {p}.
        = bulk-order
        s Quote for {n}0 units
        s Company order
        o We'd like {n}0 of the {p} as gifts for our team. Is there a company price, and a proper VAT invoice?
        o We are fitting out a new office and want {n} of the {p} to start with. Can we pay monthly?
        o Our guesthouse opens soon and needs several of the {p} by {e}. Please send an offer.
        r I look after company orders. Please send company name, quantity, date and city for the quote.
        r Sure, with VAT invoice. One delivery address or several?
        f One address in {c}, company details follow by mail.
        f Two addresses, both before {e}. Can you promise that?
        a The quote is in your inbox: 12 % off the {p}, tax and shipping included, dispatched {n} days after signing.
        a Your business account is open: first order prepaid, 30 days' credit after that. Stock is reserved until {e}.
        = compatibility
        s Does the {p} fit?
        s Size of the portafilter
        o I have the E1. Does the {p} fit? I read about both 57.5 and 58 mm.
        o For the E2 Pro: what is different between the {p} and the original one?
        o My machine is another brand with 54 mm. Can I use the {p}?
        r What does the plate under the machine say, and could you measure the inner diameter?
        r Let me check. A photo of the group head from below would help.
        f It says E1-2024, and I measure about 58 mm.
        f Photo sent, the plate says E2P.
        a E1 and E2 Pro both have a standard 58 mm group: the {p} fits. If not, we pay for the return within 7 days.
        a It won't fit a 54 mm group, and we have nothing in that size. Better ask the maker of the machine.
        = beans
        s How fresh are the beans?
        s {p} tastes sour
        o When was the {p} roasted? Mine says {d}. How long is it at its best?
        o My pour-over with the {p} is always sour. Is it the water temperature or the grind?
        o The {p} runs through my machine in fifteen seconds. Is it stale?
        r What do you brew with, at which grind setting and temperature?
        r Could you send me roast date and batch from the back? I'll look up the cupping notes.
        f Pour-over, 92 °C, hand grinder at 22 clicks.
        f Batch B{n}7, with an E1 and 18 g.
        a They need rest: best 7 to 30 days after roasting. Try 18 clicks, 90 °C and 1:15, and the sourness goes.
        a Too fast means too coarse. Go two steps finer: 18 g in, 36 g out in 28 seconds. Keep the bag closed and dark.
        """

    static let supportEn = """
        = leak
        s {p} is leaking
        s Water under the machine
        s New machine leaks
        o My {p}, bought on {d}, drips from the bottom and the counter is wet every morning. Order {o}.
        o Each time I brew with the {p} water comes out at the side. Is it the gasket?
        o I filled the tank of the {p} last night, and half of it was on the floor this morning.
        o Water sprays past the handle of the {p} whatever angle I try.
        r I'm sorry about that. Please unplug it. Does it come from the tank, the base or the group? Any video?
        r Please dry the tank and let it stand for half an hour: is there still water? And is {o} your order?
        f It's where the tank sits. I took it off and on again, no difference.
        f Dry when it stands, but it leaks as soon as the pump runs. The order number is right.
        f Around the group, the gasket looks cracked.
        a The gasket has moved. A new one with instructions is on its way, {t}. Press the tank down until it clicks.
        a This has to be looked at. We collect it for a free repair, 5 to 7 working days, and lend you a machine.
        a You are within 15 days, so we exchange it: a new one leaves today, the courier takes the old one, no cost.
        = descale
        s Descale light stays on
        s How do I descale the {p}?
        o The descale light of the {p} is still on after I followed the manual. What did I miss?
        o We have hard water and the {p} is white inside after half a year. Can I use vinegar?
        o The power went off while descaling the {p}. Now it only shows an alarm.
        r Did you use our descaler or citric acid, and did you run two tanks of clear water after it?
        r Is the light steady or blinking? Blinking means the program did not finish.
        f Citric acid and one tank of water. It blinks.
        f Steady, with the sachet from the box.
        a Blinking means the rinse is not finished: hold both cup buttons for 5 seconds, fill the tank, let it run.
        a No vinegar please, it hurts the seals. Descaler 1:10, one tank, then two tanks of water; every two months.
        a Hold the power button for 10 seconds to reset and start again. Nothing is broken.
        = no-power
        s {p} does not switch on
        s No heat
        s {p} dead since today
        o The {p} worked yesterday and does nothing at all today. I tried another socket.
        o The lights of the {p} are on, but it stays cold even after twenty minutes.
        o The {p} switches itself off and comes back after a while. That worries me a little.
        r Safety first: please unplug it. Any smell of burning, is the plug hot or black?
        r Please try a wall socket without extension and tell me what the lights do.
        f No smell, tried the wall socket, still nothing.
        f The lights blink twice and go out. The plug is cool.
        a The overheat protection has tripped. Unplug it for 30 minutes, clean the vents, press the red button.
        a It is the control board, free under warranty. Collection is booked for {e}; it comes back with a test report.
        a Within 15 days we simply exchange it. The new {p} is booked, keep the box for the courier.
        = grinder-jam
        s Grinder is stuck
        s {p} jammed
        o The {p} stopped in the middle and cannot be turned, beans are still inside.
        o The {p} grinds very unevenly and sometimes turns empty.
        o I set the {p} to the finest step and now it does not move. Is it broken?
        r Please don't force it. Light or dark roast, and has it ever been opened for cleaning?
        r Please unplug it (or take off the crank) and send a photo of the burrs.
        f Light roast, never opened so far.
        f Photo sent, there seems to be a little stone at the edge.
        a Set it to the coarsest, turn it over and tap, then brush the upper burr. Only adjust finer while it turns.
        a A stone, it happens, and warranty holds. New burrs are on the way, {t}, with a video. Calibrate from step 20.
        = odour
        s {p} smells of plastic
        s Coating comes off
        o The new {p} smells strongly of plastic. I don't dare to cook for the children with it.
        o After a month the coating of the {p} is peeling. Is that harmful?
        o The {p} smells burnt however often I wash it.
        r I understand. Did you run it empty first as the manual says? A close photo of the coating would help.
        r Does it smell only when hot? How often have you used it?
        f I boiled water once, it got better but it's still there.
        f Only when hot. Photo sent, the spot is as big as a fingernail.
        a It's the protective oil of the heater: run it 15 minutes with lemon and water, twice. It is food safe.
        a That is a fault, please don't use it. A new inner pot is on its way, {t}; no need to return the old one.
        a That is grease on the heater: baking soda paste, 20 minutes, wipe. If it stays we exchange the {p}.
        = repair
        s Status of my repair
        s {p} repair, how long?
        s Warranty question
        o I sent in my {p} on {d} and have heard nothing for {n} days. Order {o}.
        o My {p} is two months out of warranty. What would a repair cost, and is it worth it?
        o The {p} came back from repair and has the same fault again. Can I get another one?
        r Sorry for the wait. I'm calling the workshop. Do you still have the parcel number?
        r Please send the serial number from the back and I'll look up warranty and history.
        f It is {t}, and it says delivered last week.
        f Photo of the serial number sent. We miss it every morning.
        a Found it: the pump was replaced and tested, it ships today, {t}. I've added {n}00 points for the delay.
        a The check is free, a new heater would be ¥{m} with shipping and six months' warranty. Reply "yes" to book.
        a The same fault twice means a new machine. It leaves within two days, with a new warranty.
        """

    static let careEn = """
        = missing-part
        s Parts missing
        s {p} arrived incomplete
        o My {p} came without the brush and spoon that the list names.
        o There is no manual and no warranty card with the {p}, only a quick guide.
        o I threw away the filter of the {p} by mistake. Can I buy just that?
        r Sorry! Please send photos of the label and of everything in the box, I'll send what is missing.
        r Could you look under the upper foam? The small parts are in a carton there.
        f Nothing under the foam. Photos sent.
        f Photo attached, order {o}.
        a It was left out. The parts leave today, {t}, with a pack of cleaning tablets as an apology.
        a The filter is ¥29 with shipping, the first one free for members: here is the link.
        = app
        s {p} does not connect
        s App cannot find the device
        o The {p} will not join our WiFi. The app says "timeout" every time.
        o New router, and the {p} is offline. How do I add it again?
        o I set the {p} for seven in the app, but it did not start.
        r Is your WiFi 2.4 or 5 GHz? The {p} needs 2.4 GHz, and the phone has to be on it as well.
        r Which app version and which firmware do you have (Settings, About)?
        f One name for both bands, app 3.{n}.
        f Firmware 1.0.{n} on an Android phone.
        a Switch off band steering for a moment, hold the WiFi key for 7 seconds, add it again, then switch it back on.
        a That is a fault in that firmware; 1.2.0 of {d} fixes it. Device, Check for updates, and the timer works.
        = noise
        s {p} is very loud
        s Strange noise
        o The {p} has become really loud, like metal on metal. I can't use it in the morning.
        o The new {p} is much louder than in the video. Is that normal?
        o The whole counter shakes when the {p} runs, and it smells of rubber.
        r Could you record ten seconds and tell me what and how much is in it?
        r Are all four feet on, and does it stand level?
        f Recording sent. It does it empty as well.
        f All feet are there. Half a cup of nuts and water.
        a The coupling is worn. A free one is on its way, {t}; unscrew the old one, the video shows how.
        a About 78 dB is normal. Soak dry food for 20 minutes and fill it no more than half, then it is much quieter.
        a Please stop using it: that is the bearing. Collection is booked, it comes back in about {n} days.
        = milk-foam
        s No proper milk foam
        s Weak steam
        o The wand of the {p} gives mostly water and no fine foam. Is it me or the machine?
        o After three months the steam of the {p} gets weaker and weaker.
        o Oat milk never gets silky with the {p}. Is there a trick?
        r Do you let out the water for 3 seconds first, and is the milk cold and whole?
        r Please take off the tip and see whether the holes are blocked.
        f No, I never did that, and the milk was at room temperature.
        f There is something white in the holes.
        a Purge first, 150 ml cold whole milk, tip 1 cm under the surface until it hisses, deeper to 60 °C. Video sent.
        a Milk residue: soak the tip in warm water with cleaner for 20 minutes, use the needle. Purge after each use.
        a Take a barista oat milk, it has the protein, and let in air for two seconds only.
        = error-code
        s {p} shows E{n}
        s Error on the display
        o The {p} shows E{n} today, and the manual does not know that code.
        o The {p} stopped with E{n} halfway and dinner was half raw.
        o E{n} on the {p}: gone after a restart, back after half an hour.
        r Did anything boil over, or is the tank not in place?
        r Please unplug it for 10 minutes. Is it the same code? And the serial number, please.
        f It did boil over yesterday. Serial number sent.
        f The same code after that.
        a E{n} is a damp temperature sensor: unplug, wipe the contacts, leave it open overnight. Else we exchange it.
        a Sensors of that batch can fail. A free exchange is booked for {e}, it takes about 20 minutes.
        """
}
