extension DemoArticle {
    static let coffeeEn = """
        = choose-machine | Coffee | How to choose your first coffee machine
        Ask yourself three things: **what** do you drink, **how many** cups, and **how much time** will you spend?

        | You | We suggest | Time per cup |
        |---|---|---|
        | 1–2 black coffees a day | D2 drip brewer | 6 minutes a pot |
        | 2–4 milk drinks, you like doing it | E1 espresso machine | 5 minutes |
        | busy mornings | A3 bean-to-cup | 1 minute |
        | three people or more | E2 Pro dual boiler | 4 minutes |

        - An espresso machine needs a grinder, G5 or better; together you save ¥150.
        - The E1 is 28 cm wide, the E2 Pro 33 cm: measure your counter first.
        - Every machine can be returned within 7 days, also after trying it.

        = compatibility | Coffee | Which portafilters and tools fit
        Our machines have two kinds of groups:

        - **E1 and E2 Pro: 58 mm.** The bottomless portafilter and the tamper set fit.
        - **C1: capsules only**, no portafilter.

        ## How to check
        1. Read the model on the plate under the machine.
        2. Measure the inner diameter: about 58 mm is right; 57.5 mm is the same size measured differently.
        3. 54 or 51 mm are sizes of other brands. Please don't buy ours for them.

        Bought the wrong one? Return it within 7 days, shipping is insured.

        = beans | Coffee | Keeping beans fresh, and settings to start with
        Medium-dark roasts are best 7–30 days after roasting, light ones 10–45. Fresher ones
        taste sharp and sour.

        ## Storage
        - Closed, dark, at room temperature; finish within three weeks of opening.
        - Not in the fridge. Freeze portions if you need more than a month.

        ## Settings
        | Method | Dose | Water | Time |
        |---|---|---|---|
        | Pour-over 1:15 | 15 g | 90–92 °C | 2:10 |
        | Espresso 1:2 | 18 g | 93 °C | 28 s |
        | Cold brew 1:12 | 80 g | cold | 12 h |

        **Sour**: grind finer, hotter water. **Bitter**: the other way. **Too fast**: two steps finer.

        = leak | Coffee | My coffee machine leaks
        **Unplug it first**, then look where the water comes from.

        1. **The tank**: dry it and let it stand for half an hour. Still wet: it is cracked.
           Dry: press it down until it clicks.
        2. **The group**: gasket worn or coffee on it. Brush it; if it still leaks, change
           the gasket (free under warranty).
        3. **The base**: a pipe inside. Please don't open it, we collect it.

        ## What we do
        - Within 15 days of delivery: a new machine.
        - Within the one-year warranty: free repair in 5–7 working days, with a machine on loan.
        - After that: the check is free, new water parts cost ¥120–260.

        = descale | Coffee | Descaling, and when the light stays on
        Every three months, every two with hard water.

        1. Fill the tank with descaler and water 1:10.
        2. Hold both cup buttons for 5 seconds.
        3. Let the tank run through, **then two tanks of clear water**. With only one the light goes on blinking.

        - **Blinking**: the rinse is not finished. Fill the tank and let it run.
        - **Steady**: the counter was not reset. Hold the power button for 10 seconds.
        - **Power cut on the way**: reset and start again, nothing is broken.

        No vinegar, it hurts the seals. Citric acid of food grade works too: 30 g in 1 litre.

        = grinder-jam | Coffee | A grinder that is stuck or uneven
        1. Unplug it (or take the crank off) and set it to the **coarsest**.
        2. Turn it over and tap the beans out.
        3. Take out the upper burr, brush it, look for little stones.
        4. Put it back and go finer slowly, **while it turns**.

        - Light roasts are hard: start at step 20.
        - Burrs with a nick are replaced free under warranty, with a video.
        - Clean it every month, never with water.

        = milk-foam | Coffee | Better milk foam, and weak steam
        ## Technique
        1. Purge for 3 seconds.
        2. 150 ml whole milk at 4 °C, the tip 1 cm under the surface.
        3. Let it hiss for 3–4 seconds, then deeper so that it spins, stop at 60 °C.

        ## The machine
        - Steam that gets weaker is usually **dried milk in the holes**: soak the tip for 20 minutes, use the needle.
        - Purge for 2 seconds and wipe after each use.
        - Take barista oat milk, and give it air for 2 seconds only.

        No steam after cleaning? We check the valve.
        """

    static let kitchenEn = """
        = voltage | Appliances | Voltage, plugs and using things abroad
        Our products are **220–240 V, 50 Hz**.

        - Europe, Southeast Asia, Australia: a plug adapter is enough.
        - Japan (100 V), USA, Canada, Taiwan region (110–120 V): **they will not work**.
          Transformers get too hot with heaters.
        - The G1 hand grinder and the portable blender (USB) work everywhere.

        Use abroad is not covered by the warranty. The international shop has 120 V models; we'll send you the link.

        = no-power | Appliances | It does not switch on or heat
        Smell of burning, a hot or black plug: **stop using it and write to us**.

        1. Try a wall socket, no extension.
        2. Is the tank, pot or basket in place? Otherwise it stays off for safety.
        3. Switches itself off: **overheat protection**. Unplug for 30 minutes, clean the vents, press
           the red button at the back.
        4. The lights blink twice: the control board needs a check.

        Faults within 15 days of delivery: we exchange it. Within a year: free repair with collection.

        = odour | Appliances | Smell of a new appliance, peeling coating
        A light smell at first comes from harmless oil on the heater. Twice this, and it is gone:

        1. Water and half a sliced lemon, 15 minutes, pour away.
        2. Air fryers and ovens: 10 minutes empty at 180 °C with open windows.
        3. Leave it open overnight.

        - **Burnt smell**: grease on the heater. Baking soda paste, 20 minutes, wipe.
        - **Peeling coating**: stop, send a photo, you get a new pot. Never use steel wool or metal spoons.

        The food safety report is yours for the asking.

        = repair | Appliances | How repairs work, and where yours is
        1. My orders, After-sales: serial number and what is wrong.
        2. We collect it, free under warranty. Please empty the tank.
        3. Checked within 1 working day, repaired in 3–5, returned with a report.

        - Nothing heard for 7 working days? Send us the parcel number, we answer the same day.
        - The same fault twice: a **new machine** with a new warranty.
        - Out of warranty you get a quote first; repairs carry six months' warranty.

        = missing-part | Appliances | Missing parts, and buying single ones
        Small parts are often **in a carton under the upper foam**. Please look there first.

        Really missing? Photos of the label and of all that came, and we send it the same day, free.

        ## Single parts, shipping included
        - Filter ¥29, brush ¥15, spoon ¥12
        - Gasket ¥19, tank ¥89, basket ¥79

        Members get their first filter free. Manuals are on the product page under Service.

        = app | Appliances | WiFi and the app
        Devices need **2.4 GHz**.

        1. Put the phone on 2.4 GHz; switch off band steering for a moment.
        2. Hold the WiFi key for 7 seconds until it blinks fast.
        3. Add device in the app, enter the password, wait a minute.

        - New router: remove the device in the app, then add it again.
        - **The timer does not start**: update to firmware 1.2.0 and check the time zone.
        - Plain letters and digits in the WiFi name and password, please.

        = noise | Appliances | Loud, shaking, strange sounds
        A power blender has about 78 dB, a grinder about 70. That is normal.

        - Soak dry food for 20 minutes, fill it to half.
        - All four feet on, on a level counter; a mat helps.
        - **Metal on metal**: the coupling is worn. We send one free under warranty, it screws on.
        - **Smell of rubber**: stop, it may be the bearing, we collect it.

        Ten seconds of sound tell us nearly everything.

        = error-code | Appliances | Error codes E1 to E6
        | Code | Meaning | What to do |
        |---|---|---|
        | E1 | no water, or tank not in place | fill it, push it in |
        | E2 | damp temperature sensor | unplug, dry, leave open overnight |
        | E3 | too hot | wait 30 minutes |
        | E4 | boiled over | wipe the contacts |
        | E5 | communication | unplug for 10 minutes |
        | E6 | pump blocked | descale |

        The same code again and again? Send us the serial number: some batches are exchanged free.

        = warranty | Appliances | Warranty
        - **One year**, motors three, from the day of delivery.
        - Faults within **15 days**: a new one.
        - Silver members get 3 months more, gold 6, VIP a year.

        ## Not covered
        Drops, water damage, opened housings, commercial use (that has its own warranty), wrong voltage abroad.

        No card needed: the order number or serial number is enough.
        """
}
