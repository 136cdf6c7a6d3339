"""A small company: an owner, two agents in a team, articles, a mail channel and a WeChat channel."""

from client import Client
from steps import until

LI = {"id": "agent-li", "email": "li.na@moat.test", "name": "李娜", "password": "a-long-password-1", "language": "zh"}
TOM = {"id": "agent-tom", "email": "tom@moat.test", "name": "Tom Baker", "password": "a-long-password-2", "language": "en"}
SUPPORT = "support@moat.test"
WECHAT_TOKEN, APP_ID = "scenario-token", "wx5823bf96d3bd56c7"

ARTICLES = [
    (
        "退款需要多长时间",
        "payments",
        "zh",
        "退款在收到退货后 **3 个工作日** 内原路退回。\n\n1. 打开“我的订单”\n2. 点击“退款进度”\n\n银行到账可能还需要一到两天。",
    ),
    ("如何修改收货地址", "orders", "zh", "发货前可以在订单页面修改收货地址；发货后请联系客服。"),
    (
        "How long does a refund take?",
        "payments",
        "en",
        "A refund is paid back within **3 working days** after the parcel has come back to us.",
    ),
]


def found(house, world):
    """Signs the owner in by the printed link and sets everything up; returns the owner's client."""
    owner = Client(house.address).sign_in(token=house.link.split("token=")[1])
    owner.put(f"/agents/{owner.account['id']}/presence", {"presence": "away"})
    for person in (LI, TOM):
        owner.put(
            f"/accounts/{person['id']}",
            {**{name: person[name] for name in ("email", "name", "password", "language")}, "roles": ["agent"], "teams": ["support"]},
        )
    team = next(each for each in owner.list("/teams") if each["id"] == "support")
    owner.put("/teams/support", {"name": "Support", "names": {"zh": "客服"}, "lead": LI["id"], "version": team["version"]})
    always_open(owner)
    for title, category, language, body in ARTICLES:
        owner.post("/articles", {"title": title, "category": category, "language": language, "body": body, "publish": True})
    owner.put(
        "/channels/mail",
        {
            "kind": "mail",
            "name": "Support",
            "mail": {
                "address": SUPPORT,
                "displayName": "Moat 客服",
                "pollSeconds": 1,
                "imap": f"imap://127.0.0.1:{world.dovecot.port}",
                "imapUser": "support",
                "imapPassword": "secret",
                "smtp": f"smtp://127.0.0.1:{world.post.port}",
            },
        },
    )
    owner.put(
        "/channels/wechat",
        {
            "kind": "wechat",
            "name": "公众号",
            "wechat": {"appID": APP_ID, "token": WECHAT_TOKEN, "appSecret": "hush", "api": world.wechat.address},
        },
    )
    until("the search finds the articles", lambda: owner.get("/articles/search", q="退款")["hits"])
    return owner


def always_open(owner):
    """The scenario runs at any hour: without this the clocks would stand still at night."""
    calendar = owner.get("/calendars/default")
    open_hours = {"week": [[{"from": 0, "to": 1440}]] * 7, "days": []}
    owner.put("/calendars/default", {"name": calendar["name"], "zone": calendar["zone"], **open_hours})


def agent(house, person, patience=0.0):
    """An agent who has signed in: online, ready for work."""
    return Client(house.address, patience).sign_in(email=person["email"], password=person["password"])
