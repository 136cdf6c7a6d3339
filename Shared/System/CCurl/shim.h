#pragma once
#include <curl/curl.h>
#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

// The variadic functions, one shim for each type of argument.
static inline int moat_curl_set_number(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value) == CURLE_OK;
}
static inline int moat_curl_set_large(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value) == CURLE_OK;
}
static inline int moat_curl_set_text(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value) == CURLE_OK;
}
static inline int moat_curl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
    return curl_easy_setopt(easy, option, value) == CURLE_OK;
}

typedef size_t (*moat_curl_data)(char *bytes, size_t size, size_t count, void *cls);

// The three callbacks of a transfer and the object they get; the object is also the transfer's private pointer.
static inline void moat_curl_set_callbacks(
    CURL *easy, moat_curl_data body, moat_curl_data header, moat_curl_data upload, char *error, void *cls) {
    curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, body);
    curl_easy_setopt(easy, CURLOPT_WRITEDATA, cls);
    curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, header);
    curl_easy_setopt(easy, CURLOPT_HEADERDATA, cls);
    curl_easy_setopt(easy, CURLOPT_READFUNCTION, upload);
    curl_easy_setopt(easy, CURLOPT_READDATA, cls);
    curl_easy_setopt(easy, CURLOPT_PRIVATE, cls);
    curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, error);
    curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L);
}

static inline long moat_curl_response_code(CURL *easy) {
    long code = 0;
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &code);
    return code;
}

// The next finished transfer, or null; its result goes to *result.
static inline CURL *moat_curl_next_done(CURLM *multi, int *result) {
    int left = 0;
    CURLMsg *message;
    while ((message = curl_multi_info_read(multi, &left)))
        if (message->msg == CURLMSG_DONE) {
            *result = (int)message->data.result;
            return message->easy_handle;
        }
    return NULL;
}

static inline void moat_curl_limit(CURLM *multi, long connections, long per_host) {
    curl_multi_setopt(multi, CURLMOPT_MAX_TOTAL_CONNECTIONS, connections);
    curl_multi_setopt(multi, CURLMOPT_MAX_HOST_CONNECTIONS, per_host);
    curl_multi_setopt(multi, CURLMOPT_MAXCONNECTS, connections);
}

static inline int moat_curl_global(void) { return curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK; }

// True for addresses that only mean something inside a network: loopback, link-local, private, multicast, unspecified.
static inline int moat_curl_is_private4(uint32_t a) {
    return (a >> 24) == 0 || (a >> 24) == 10 || (a >> 24) == 127 || (a >> 20) == 0xAC1 || (a >> 16) == 0xC0A8
        || (a >> 16) == 0xA9FE || (a >> 22) == 0x191 || (a >> 28) >= 14;
}
static inline int moat_curl_is_private(const struct sockaddr *address) {
    if (address->sa_family == AF_INET)
        return moat_curl_is_private4(ntohl(((const struct sockaddr_in *)address)->sin_addr.s_addr));
    if (address->sa_family != AF_INET6) return 1;
    const struct in6_addr *six = &((const struct sockaddr_in6 *)address)->sin6_addr;
    if (IN6_IS_ADDR_V4MAPPED(six) || IN6_IS_ADDR_V4COMPAT(six)) {
        uint32_t four;
        memcpy(&four, six->s6_addr + 12, 4);
        return moat_curl_is_private4(ntohl(four));
    }
    return IN6_IS_ADDR_LOOPBACK(six) || IN6_IS_ADDR_UNSPECIFIED(six) || IN6_IS_ADDR_LINKLOCAL(six)
        || IN6_IS_ADDR_MULTICAST(six) || (six->s6_addr[0] & 0xFE) == 0xFC;
}
static inline curl_socket_t moat_curl_open_public(void *cls, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)cls; (void)purpose;
    if (moat_curl_is_private(&address->addr)) return CURL_SOCKET_BAD;
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}
// Looked at after name resolution, for each address that is tried: a name cannot be used to get around it.
static inline void moat_curl_only_public(CURL *easy) {
    curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, moat_curl_open_public);
}
