// The NATS C client as an application uses it: one case per run, exit code 0 when the broker behaves.
// usage: libnats CASE URL
#include <nats/nats.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *url;
static void die(const char *what, natsStatus status) { printf("%s: %s\n", what, natsStatus_GetText(status)); exit(1); }
#define OK(call) do { natsStatus s_ = (call); if (s_ != NATS_OK) die(#call, s_); } while (0)
#define IS(call, wanted) do { natsStatus s_ = (call); if (s_ != (wanted)) die(#call, s_); } while (0)
#define CHECK(what) do { if (!(what)) { printf("not so: %s\n", #what); exit(1); } } while (0)

static natsConnection *dial(void) { natsConnection *c = NULL; OK(natsConnection_ConnectTo(&c, url)); return c; }
static _Atomic long got;
static void count(natsConnection *c, natsSubscription *s, natsMsg *m, void *x) { got++; natsMsg_Destroy(m); }
static void echo(natsConnection *c, natsSubscription *s, natsMsg *m, void *x) {
    natsConnection_Publish(c, natsMsg_GetReply(m), natsMsg_GetData(m), natsMsg_GetDataLength(m));
    natsMsg_Destroy(m);
}
static void until(long wanted) { for (int i = 0; i < 5000 && got < wanted; i++) usleep(1000); CHECK(got == wanted); }

static void connect_case(void) {
    for (int flags = 0; flags < 8; flags++) {
        natsOptions *o; natsConnection *c;
        OK(natsOptions_Create(&o)); OK(natsOptions_SetURL(o, url)); OK(natsOptions_SetName(o, "conformance"));
        OK(natsOptions_SetVerbose(o, flags & 1)); OK(natsOptions_SetPedantic(o, flags & 2)); OK(natsOptions_SetNoEcho(o, flags & 4));
        OK(natsConnection_Connect(&c, o)); OK(natsConnection_Flush(c));
        CHECK(natsConnection_GetMaxPayload(c) == 1048576); OK(natsConnection_HasHeaderSupport(c));
        uint64_t id; OK(natsConnection_GetClientID(c, &id)); CHECK(id > 0);
        int64_t rtt; OK(natsConnection_GetRTT(c, &rtt));
        natsConnection_Destroy(c); natsOptions_Destroy(o);
    }
}
static void pubsub(void) {
    natsConnection *a = dial(), *b = dial(); natsSubscription *s; natsMsg *m;
    OK(natsConnection_SubscribeSync(&s, a, "c.ps")); OK(natsConnection_Flush(a));
    OK(natsConnection_PublishString(b, "c.ps", "hello"));
    OK(natsSubscription_NextMsg(&m, s, 2000)); CHECK(!strcmp(natsMsg_GetData(m), "hello"));
    OK(natsConnection_PublishRequestString(b, "c.ps", "reply.here", ""));
    OK(natsSubscription_NextMsg(&m, s, 2000)); CHECK(!strcmp(natsMsg_GetReply(m), "reply.here")); CHECK(natsMsg_GetDataLength(m) == 0);
}
static void wildcards(void) {
    natsConnection *c = dial(); natsSubscription *one, *rest; natsMsg *m;
    OK(natsConnection_SubscribeSync(&one, c, "c.w.*.z")); OK(natsConnection_SubscribeSync(&rest, c, "c.w.>"));
    OK(natsConnection_PublishString(c, "c.w.a", "1")); OK(natsConnection_PublishString(c, "c.w.a.z", "2"));
    OK(natsConnection_PublishString(c, "c.w.a.z.y", "3"));
    OK(natsSubscription_NextMsg(&m, one, 2000)); CHECK(!strcmp(natsMsg_GetData(m), "2")); IS(natsSubscription_NextMsg(&m, one, 50), NATS_TIMEOUT);
    for (int i = 1; i <= 3; i++) { OK(natsSubscription_NextMsg(&m, rest, 2000)); CHECK(atoi(natsMsg_GetData(m)) == i); }
}
static void queue(void) {
    natsConnection *c[5]; natsSubscription *s;
    for (int i = 0; i < 5; i++) { c[i] = dial(); OK(natsConnection_QueueSubscribe(&s, c[i], "c.q", "group", count, NULL)); OK(natsConnection_Flush(c[i])); }
    for (int i = 0; i < 1000; i++) OK(natsConnection_PublishString(c[0], "c.q", "x"));
    OK(natsConnection_Flush(c[0])); until(1000); usleep(50000); CHECK(got == 1000);
}
static void headers(void) {
    natsConnection *c = dial(); natsSubscription *s; natsMsg *m, *r; const char *v;
    OK(natsConnection_SubscribeSync(&s, c, "c.h")); OK(natsMsg_Create(&m, "c.h", NULL, "body", 4));
    OK(natsMsgHeader_Set(m, "Key", "one")); OK(natsMsgHeader_Add(m, "Key", "two")); OK(natsMsgHeader_Set(m, "Other", "x: y"));
    OK(natsConnection_PublishMsg(c, m)); OK(natsSubscription_NextMsg(&r, s, 2000));
    const char **vs; int n; OK(natsMsgHeader_Values(r, "Key", &vs, &n)); CHECK(n == 2 && !strcmp(vs[1], "two"));
    OK(natsMsgHeader_Get(r, "Other", &v)); CHECK(!strcmp(v, "x: y")); CHECK(natsMsg_GetDataLength(r) == 4);
}
static void request(void) {
    natsConnection *c = dial(), *d = dial(); natsSubscription *s; natsMsg *m;
    OK(natsConnection_QueueSubscribe(&s, d, "c.rpc", "q", echo, NULL)); OK(natsConnection_Flush(d));
    for (int i = 0; i < 300; i++) {
        char b[16]; snprintf(b, 16, "%d", i);
        OK(natsConnection_RequestString(&m, c, "c.rpc", b, 2000)); CHECK(atoi(natsMsg_GetData(m)) == i); natsMsg_Destroy(m);
    }
    natsOptions *o; natsConnection *old; OK(natsOptions_Create(&o)); OK(natsOptions_SetURL(o, url)); OK(natsOptions_UseOldRequestStyle(o, true));
    OK(natsConnection_Connect(&old, o));
    for (int i = 0; i < 50; i++) { OK(natsConnection_RequestString(&m, old, "c.rpc", "x", 2000)); natsMsg_Destroy(m); }
}
static void noresponders(void) {
    natsConnection *c = dial(); natsSubscription *s; natsMsg *m = NULL;
    IS(natsConnection_RequestString(&m, c, "c.nobody", "x", 2000), NATS_NO_RESPONDERS);
    OK(natsConnection_SubscribeSync(&s, c, "c.nobody")); IS(natsConnection_RequestString(&m, c, "c.nobody", "x", 100), NATS_TIMEOUT);
}
static void autounsub(void) {
    natsConnection *c = dial(); natsSubscription *s;
    OK(natsConnection_Subscribe(&s, c, "c.u", count, NULL)); OK(natsSubscription_AutoUnsubscribe(s, 7));
    for (int i = 0; i < 20; i++) OK(natsConnection_PublishString(c, "c.u", "x"));
    OK(natsConnection_Flush(c)); until(7); usleep(50000); CHECK(got == 7); CHECK(!natsSubscription_IsValid(s));
}
static void drain(void) {
    natsConnection *c = dial(), *p = dial(); natsSubscription *s;
    OK(natsConnection_Subscribe(&s, c, "c.d", count, NULL)); OK(natsConnection_Flush(c));
    for (int i = 0; i < 2000; i++) OK(natsConnection_PublishString(p, "c.d", "x"));
    OK(natsConnection_Flush(p)); OK(natsConnection_Drain(c)); until(2000);
    for (int i = 0; i < 3000 && !natsConnection_IsClosed(c); i++) usleep(1000);
    CHECK(natsConnection_IsClosed(c));
}
static void payload(void) {
    natsConnection *c = dial(); natsSubscription *s; natsMsg *m; int n = 1048576; char *b = malloc(n + 1);
    for (int i = 0; i <= n; i++) b[i] = (char)(i * 31);
    OK(natsConnection_SubscribeSync(&s, c, "c.p"));
    for (int size = 0; size <= n; size = size ? size * 4 : 1) {
        OK(natsConnection_Publish(c, "c.p", b, size)); OK(natsSubscription_NextMsg(&m, s, 5000));
        CHECK(natsMsg_GetDataLength(m) == size && !memcmp(natsMsg_GetData(m), b, size)); natsMsg_Destroy(m);
    }
    IS(natsConnection_Publish(c, "c.p", b, n + 1), NATS_MAX_PAYLOAD);
}
static void subscriptions(void) {
    natsConnection *c = dial(), *p = dial(); natsSubscription **s = calloc(10000, sizeof *s); natsMsg *m; char name[32];
    for (int i = 0; i < 10000; i++) { snprintf(name, 32, "c.many.%d", i); OK(natsConnection_SubscribeSync(&s[i], c, name)); }
    OK(natsConnection_FlushTimeout(c, 20000));
    for (int i = 0; i < 10000; i++) { snprintf(name, 32, "c.many.%d", i); OK(natsConnection_PublishString(p, name, name)); }
    OK(natsConnection_FlushTimeout(p, 20000));
    for (int i = 0; i < 10000; i++) {
        OK(natsSubscription_NextMsg(&m, s[i], 5000));
        CHECK(!strcmp(natsMsg_GetSubject(m), natsMsg_GetData(m))); natsMsg_Destroy(m); }
    for (int i = 0; i < 10000; i++) OK(natsSubscription_Unsubscribe(s[i]));
    OK(natsConnection_FlushTimeout(c, 20000));
}
static void order(void) {
    natsConnection *c = dial(), *p = dial(); natsSubscription *s; natsMsg *m;
    OK(natsConnection_SubscribeSync(&s, c, "c.o")); natsSubscription_SetPendingLimits(s, -1, -1); OK(natsConnection_Flush(c));
    for (long i = 0; i < 200000; i++) OK(natsConnection_Publish(p, "c.o", &i, sizeof i));
    for (long i = 0; i < 200000; i++) {
        long v;
        OK(natsSubscription_NextMsg(&m, s, 5000));
        memcpy(&v, natsMsg_GetData(m), sizeof v); CHECK(v == i); natsMsg_Destroy(m); }
}
static void inbox(void) {
    natsConnection *c = dial(); natsInbox *i; natsSubscription *s; natsMsg *m;
    for (int n = 0; n < 2000; n++) {
        OK(natsInbox_Create(&i)); OK(natsConnection_SubscribeSync(&s, c, i)); OK(natsConnection_PublishString(c, i, "x"));
        OK(natsSubscription_NextMsg(&m, s, 2000)); natsMsg_Destroy(m); OK(natsSubscription_Unsubscribe(s)); natsSubscription_Destroy(s); natsInbox_Destroy(i);
    }
}
static _Atomic int reconnects;
static void reconnected(natsConnection *c, void *x) { reconnects++; }
static void reconnect(void) {
    natsOptions *o; natsConnection *c; natsSubscription *s;
    OK(natsOptions_Create(&o)); OK(natsOptions_SetURL(o, url)); OK(natsOptions_SetMaxReconnect(o, 500)); OK(natsOptions_SetReconnectWait(o, 20));
    OK(natsOptions_SetReconnectedCB(o, reconnected, NULL)); OK(natsConnection_Connect(&c, o));
    OK(natsConnection_Subscribe(&s, c, "c.re", count, NULL)); OK(natsConnection_Flush(c)); puts("ready"); fflush(stdout);
    for (int i = 0; i < 10000 && !reconnects; i++) usleep(1000);
    CHECK(reconnects == 1); OK(natsConnection_PublishString(c, "c.re", "again")); OK(natsConnection_Flush(c)); until(1);
}
int main(int n, char **v) {
    static const struct { const char *name; void (*run)(void); } cases[] = {
        {"connect", connect_case}, {"pubsub", pubsub}, {"wildcards", wildcards}, {"queue", queue}, {"headers", headers},
        {"request", request}, {"noresponders", noresponders}, {"autounsub", autounsub}, {"drain", drain}, {"payload", payload},
        {"subscriptions", subscriptions}, {"order", order}, {"inbox", inbox}, {"reconnect", reconnect}};
    if (n < 3) { puts("usage: libnats CASE URL"); return 2; }
    url = v[2];
    for (unsigned i = 0; i < sizeof cases / sizeof *cases; i++) if (!strcmp(cases[i].name, v[1])) { cases[i].run(); return 0; }
    printf("no case %s\n", v[1]);
    return 2;
}
