"""The journey by the API, with kill -9 of each service at each step: the end is the same as without."""

import random
import re
import threading
import time
from collections import Counter

import letters
from company import LI, TOM, WECHAT_TOKEN, agent, found
from doors import World
from house import SERVICES, House
from journey import body, rebuild, stamp
from screen import Screen
from steps import expect, same, until

PATIENCE = 45.0
# Mail lies in the mailbox for up to a second before anybody looks: death comes somewhere on its way.
LATEST = {"mail": 1.6, "answer": 1.6, "plus": 1.6}


def run(options, report):
    chance = random.Random(options.seed)
    report.note(f"seed {options.seed}")
    rounds = SERVICES[:2] if options.fast else SERVICES
    with World() as world, House(options.build, options.keep, bus=options.bus) as house:
        with report.step("0 a company is set up by the API"):
            owner = found(house, world)
            li = agent(house, LI, PATIENCE)
            agent(house, TOM, PATIENCE)  # online: they share the tickets
            owner.patience = PATIENCE
        customers = []
        for number in range(len(rounds)):
            customer = Customer(number, house, world, owner, li, report)
            customers.append(customer)
            for place, step in enumerate(customer.steps):
                victim = SERVICES[(number + place) % len(SERVICES)]
                with report.step(f"{number + 1}.{place + 1} {step.__doc__}, while {victim} dies"):
                    dying = Death(house, victim, chance.uniform(0, LATEST.get(step.__name__, 0.15)))
                    step()
                    dying.join()
                    house.wait_ready()
        judge(options, report, house, world, owner, customers)


class Death(threading.Thread):
    """kill -9 of a service after some time."""

    def __init__(self, house, name, delay):
        super().__init__()
        self.house, self.name_, self.delay = house, name, delay
        self.start()

    def run(self):
        time.sleep(self.delay)
        pid = self.house.crash(self.name_)
        until(f"{self.name_} is started again", lambda: self.house.pids[self.name_] not in (None, pid), 30)


class Customer:
    """One customer's way through the house."""

    def __init__(self, number, house, world, owner, li, report):
        self.address, self.openid = f"customer{number}@example.cn", f"oCustomer_{number}"
        self.number, self.house, self.world, self.owner, self.li = number, house, world, owner, li
        self.steps = [self.mail, self.reply, self.answer, self.plus, self.wechat, self.join, self.solve, self.survey]

    def tickets(self, channel):
        return [
            each
            for each in self.owner.list("/tickets", view="all")
            if each["channel"] == channel and each["requester"]["address"] in (self.address, self.openid)
        ]

    def messages(self, ticket=None):
        return self.owner.list(f"/tickets/{ticket or self.id}/messages")

    def status(self):
        return self.owner.get(f"/tickets/{self.id}")["status"]

    def mail(self):
        """a mail becomes a ticket"""
        self.first = f"first-{self.number}@example.cn"
        self.world.dovecot.deliver(letters.mail(self.address, "王小明", "退款", "退款需要多长时间？", self.first, attachment="水壶.png"))
        [ticket] = until("the ticket is there", lambda: self.tickets("mail"), PATIENCE)
        self.id = ticket["id"]
        until("it is assigned", lambda: self.owner.get(f"/tickets/{self.id}").get("assignee"), PATIENCE)

    def reply(self):
        """the agent replies and the reply is sent"""
        self.li.post(f"/tickets/{self.id}/replies", {"text": f"三个工作日。({self.number})", "status": "pending"})
        self.sent = until("the mail arrives", lambda: self.world.post.mails(self.address), PATIENCE)[0]
        self.plus_address = self.sent["Reply-To"].addresses[0].addr_spec

    def answer(self):
        """the customer's answer joins by References and reopens"""
        ours = self.sent["Message-ID"].strip("<>")
        self.world.dovecot.deliver(
            letters.mail(
                self.address, "王小明", "回复", "谢谢，运费呢？", f"second-{self.number}@example.cn", references=(self.first, ours)
            )
        )
        until("the answer joins", lambda: len(self.messages()) == 3, PATIENCE)
        same(self.status(), "open", "status")

    def plus(self):
        """an answer by plus-address reopens the pending ticket"""
        self.li.patch(f"/tickets/{self.id}", {"status": "pending"})
        self.world.dovecot.deliver(
            letters.mail(self.address, "王小明", "运费", "还在吗？", f"third-{self.number}@example.cn", to=self.plus_address)
        )
        until("the answer joins", lambda: len(self.messages()) == 4, PATIENCE)
        same(self.status(), "open", "status")

    def wechat(self):
        """a WeChat message, sent three times as WeChat does, becomes a ticket"""
        words = letters.wechat_text(self.openid, f"我是客户{self.number}", 9000 + self.number)
        path = "/wechat/wechat"
        for _ in range(3):
            answer = self.owner.ask("POST", path, words, query=letters.wechat_query(WECHAT_TOKEN), headers={"Content-Type": "text/xml"})
            same((answer.status, answer.body), (200, b"success"), "answer to the webhook")
        [self.talk] = until("the WeChat ticket", lambda: self.tickets("wechat"), PATIENCE)

    def join(self):
        """the two customers are joined"""
        survivor = self.owner.get(f"/tickets/{self.id}")["requester"]["id"]
        self.owner.post(f"/customers/{survivor}/joins", {"loser": self.talk["requester"]["id"]})
        self.customer = survivor
        until("the timeline has both channels", lambda: {"mail", "wechat"} <= {each.get("channel") for each in self.timeline()}, PATIENCE)

    def timeline(self):
        return self.owner.list(f"/customers/{self.customer}/timeline")

    def solve(self):
        """both tickets are solved and the survey is sent"""
        for ticket in (self.id, self.talk["id"]):
            self.li.patch(f"/tickets/{ticket}", {"status": "solved"})
        mail = until(
            "the survey mail arrives",
            lambda: next((each for each in self.world.post.mails(self.address) if "/survey/" in body(each)), None),
            PATIENCE,
        )
        self.token = re.search(r"/survey/([^\s?]+)", body(mail))[1]

    def survey(self):
        """the survey is answered with 5"""
        self.owner.post(f"/surveys/{self.token}/answers", {"score": 5})
        until("the ticket has the rating", lambda: (self.owner.get(f"/tickets/{self.id}").get("rating") or {}).get("score") == 5, PATIENCE)


def judge(options, report, house, world, owner, customers):
    count = len(customers)

    def check(name):
        return report.step(name, fatal=False)

    with check("every mail and WeChat message is in its ticket exactly once"):
        same(Counter(each["channel"] for each in owner.list("/tickets", view="all")), Counter(mail=count, wechat=count), "tickets")
        for customer in customers:
            messages = customer.messages()
            same(Counter(each["kind"] for each in messages), Counter(incoming=3, reply=1), "messages of a mail ticket")
            same(len({each.get("externalID") or each["id"] for each in messages}), 4, "messages that differ")
            same(len(customer.messages(customer.talk["id"])), 1, "messages of a WeChat ticket")
    with check("every reply and every survey is one mail; a second copy has the same Message-ID"):
        copies = 0
        for customer in customers:
            mails = world.post.mails(customer.address)
            same(len({each["Message-ID"] for each in mails}), 2, "mails that differ")
            copies += len(mails) - 2
        report.note(f"{copies} second copies of {2 * count} mails")
    with check("every survey by WeChat is sent; a second copy has the same words"):
        surveys = [
            (each["touser"], each["text"]["content"])
            for each in until("all are sent", lambda: len(set(map(str, world.wechat.sent))) >= count and world.wechat.sent, PATIENCE)
        ]
        same(len(set(surveys)), count, "WeChat messages that differ")
        report.note(f"{len(surveys) - count} second copies of {count} WeChat messages")
    with check("every intake is done, once"):
        intakes = owner.list("/intakes")
        same(Counter(each["state"] for each in intakes), Counter(done=4 * count), "intakes")
    with check("each rule ran once for each ticket"):
        runs = Counter((each["rule"], each["ticket"]) for each in owner.list("/rule-runs") if each["rule"] == "ready-survey")
        same(sorted(runs.values()), [1] * 2 * count, "runs of the survey rule")
    with check("each customer is one, with both addresses and a timeline that tells everything once"):
        same(len(owner.list("/customers")), count, "customers")
        kinds = Counter()
        for customer in customers:
            entries = customer.timeline()
            same(len({each["id"] for each in entries}), len(entries), "entries are told once")
            kinds += Counter(each["kind"] for each in entries)
        report.note(f"timeline: {dict(kinds)}")
        same(
            {kind: kinds[kind] for kind in ("opened", "received", "replied", "solved", "rated")},
            {"opened": 2 * count, "received": 2 * count, "replied": count, "solved": 2 * count, "rated": count},
            "timeline",
        )
    with check("nobody has a ticket left on the desk"):
        same({each["name"]: each["load"] for each in owner.list("/agents") if each["load"]}, {}, "load")
    with check("the numbers are right, and equal when built again"):

        def metric(name):
            day = 86_400
            return owner.get(f"/metrics/{name}", **{"from": stamp(time.time() - day), "to": stamp(time.time() + day)})["total"]

        wanted = {"volume": 2 * count, "solved": 2 * count, "backlog": 0, "csat": 1}
        until("the numbers are right", lambda: same({name: metric(name)["value"] for name in wanted}, wanted, "numbers"), PATIENCE)
        same((metric("csat")["n"], metric("firstResponse")["n"]), (count, count), "samples")
        rebuild(house, owner)
    with check("a browser shows it"):
        with Screen(options.shots) as screen:
            page = screen.sign_in(house.address, LI)
            page.goto(f"{house.address}/reports")
            page.wait_for_selector(".tile-value")
            expect(re.search(r"100\s?%", page.inner_text(".tiles")), "CSAT 100 % is not on the dashboard")
            screen.shoot(page, "crashes-dashboard")
    with check("no service failed by itself"):
        trouble = house.trouble()
        expect(not trouble, "\n      ".join(trouble[:10]))
        died = [line for line in house.said.splitlines() if " ended (" in line and "signal 9" not in line]
        expect(not died, "\n".join(died))
