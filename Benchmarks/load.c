// Puts a load of signed requests on a manager: one thread, epoll, keep-alive, one request at a time on a connection.
//
//     load --port 8081 --accounts FILE --connections 32 --seconds 5      GET /auth, signed
//     load --port 8081 --accounts FILE --post /admin/gql --body FILE --expect TEXT
//     load --port 8081 --accounts FILE --rate 14000                      as many a second, however late the answers
//     load --port 8081 --connections 32 --requests 1000                  GET /, which nobody signs
//
// FILE has an access key and a secret key a line. Keypairs are taken in turn, and each request has its own date and
// target, so no signature occurs twice; of a keypair only the key of day and host is kept. Every answer must be 200,
// and a signed GET must echo its own request's text, a POST have TEXT in its answer. With a rate, requests have a time to
// leave at, evenly spread, and wait for a connection to be free; their latency counts from that time. Prints one line of JSON; exits 1 at the first other answer.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define API_VERSION "v7.20230615"
#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
#define DIGEST 32
#define BLOCK 64
// An answer of /auth has 400 bytes, a list of ten sessions 3,000.
#define ANSWER_MAX 32768
#define BODY_MAX 2048
// Latencies that are kept: a minute of 60,000 requests a second.
#define LATENCIES_MAX (4 << 20)

// A keypair with its key of day and host, in the form that HMAC begins with.
typedef struct {
    char access_key[64];
    EVP_MD_CTX *inner;
    EVP_MD_CTX *outer;
} account;

typedef struct {
    int fd;
    char echo[32];
    char answer[ANSWER_MAX];
    size_t length;
    int64_t sent_at;
} connection;

typedef struct {
    int port;
    int connections;
    double seconds;
    long requests;
    double rate;
    const char *post;
    const char *expect;
    char body[BODY_MAX];
    char host[32];
    account *accounts;
    size_t account_count;
} plan;

static uint32_t *latencies;
static long answered, sent;

_Noreturn static void give_up(const char *what, const char *detail) {
    fprintf(stderr, "%s: %s\n", what, detail);
    exit(1);
}

static int64_t nanoseconds(clockid_t clock) {
    struct timespec time;
    clock_gettime(clock, &time);
    return (int64_t)time.tv_sec * 1000000000 + time.tv_nsec;
}

// Hashes the padded key, so that each HMAC starts from a copy of what is returned (RFC 2104).
static EVP_MD_CTX *keyed(const unsigned char key[DIGEST], unsigned char pad) {
    unsigned char block[BLOCK];
    memset(block, pad, sizeof block);
    for (int i = 0; i < DIGEST; i++) block[i] ^= key[i];
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    if (!context || !EVP_DigestInit_ex(context, EVP_sha256(), NULL) || !EVP_DigestUpdate(context, block, BLOCK))
        give_up("libcrypto", "no SHA-256");
    return context;
}

static void read_accounts(plan *plan, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) give_up(path, strerror(errno));
    time_t now = time(NULL);
    char day[16];
    strftime(day, sizeof day, "%Y%m%d", gmtime(&now));
    char access_key[64], secret[64];
    while (fscanf(file, "%63s %63s", access_key, secret) == 2) {
        plan->accounts = realloc(plan->accounts, (plan->account_count + 1) * sizeof(account));
        if (!plan->accounts) give_up(path, "out of memory");
        account *added = plan->accounts + plan->account_count++;
        memcpy(added->access_key, access_key, sizeof access_key);
        unsigned char day_key[DIGEST], host_key[DIGEST];
        HMAC(EVP_sha256(), secret, (int)strlen(secret), (unsigned char *)day, strlen(day), day_key, NULL);
        HMAC(EVP_sha256(), day_key, DIGEST, (unsigned char *)plan->host, strlen(plan->host), host_key, NULL);
        added->inner = keyed(host_key, 0x36);
        added->outer = keyed(host_key, 0x5c);
    }
    fclose(file);
    if (!plan->account_count) give_up(path, "no keypairs");
}

static void read_body(plan *plan, const char *path) {
    FILE *file = fopen(path, "r");
    if (!file) give_up(path, strerror(errno));
    size_t length = fread(plan->body, 1, BODY_MAX, file);
    fclose(file);
    if (length == BODY_MAX) give_up(path, "is too long");
    plan->body[length] = 0;
}

static void sign(const account *account, const char *text, size_t length, char signature[2 * DIGEST + 1]) {
    static EVP_MD_CTX *context;
    if (!context) context = EVP_MD_CTX_new();
    unsigned char digest[DIGEST];
    EVP_MD_CTX_copy_ex(context, account->inner);
    EVP_DigestUpdate(context, text, length);
    EVP_DigestFinal_ex(context, digest, NULL);
    EVP_MD_CTX_copy_ex(context, account->outer);
    EVP_DigestUpdate(context, digest, DIGEST);
    EVP_DigestFinal_ex(context, digest, NULL);
    for (int i = 0; i < DIGEST; i++) {
        signature[2 * i] = "0123456789abcdef"[digest[i] >> 4];
        signature[2 * i + 1] = "0123456789abcdef"[digest[i] & 15];
    }
    signature[2 * DIGEST] = 0;
}

// The time in ISO 8601 with microseconds, later by at least one than that of the request before.
static void next_date(char date[48]) {
    static int64_t last;
    static time_t formatted = -1;
    static char seconds[24];
    int64_t now = nanoseconds(CLOCK_REALTIME) / 1000;
    if (now <= last) now = last + 1;
    last = now;
    time_t second = now / 1000000;
    if (second != formatted) strftime(seconds, sizeof seconds, "%Y-%m-%dT%H:%M:%S", gmtime(&second));
    formatted = second;
    snprintf(date, 48, "%s.%06d+00:00", seconds, (int)(now % 1000000));
}

static int signed_request(const plan *plan, connection *connection, char *request, size_t size) {
    const account *account = plan->accounts + sent % plan->account_count;
    const char *method = plan->post ? "POST" : "GET";
    char date[48], target[64], text[512], content[80] = "", signature[2 * DIGEST + 1];
    next_date(date);
    snprintf(connection->echo, sizeof connection->echo, "r%08lx", sent);
    snprintf(target, sizeof target, "%s?echo=%s", plan->post ? plan->post : "/auth", connection->echo);
    int length = snprintf(
        text, sizeof text, "%s\n%s\n%s\nhost:%s\ncontent-type:application/%s\nx-backendai-version:%s\n%s", method,
        target, date, plan->host, plan->post ? "json" : "octet-stream", API_VERSION, EMPTY_HASH);
    sign(account, text, length, signature);
    if (plan->post)
        snprintf(content, sizeof content, "Content-Type: application/json\r\nContent-Length: %zu\r\n", strlen(plan->body));
    return snprintf(
        request, size,
        "%s %s HTTP/1.1\r\nHost: %s\r\nUser-Agent: load\r\nDate: %s\r\nX-BackendAI-Version: %s\r\n%s"
        "Authorization: BackendAI signMethod=HMAC-SHA256, credential=%s:%s\r\n\r\n%s",
        method, target, plan->host, date, API_VERSION, content, account->access_key, signature, plan->body);
}

static void send_next(const plan *plan, connection *connection, int64_t due) {
    char request[1024 + BODY_MAX];
    int length = plan->accounts
        ? signed_request(plan, connection, request, sizeof request)
        : snprintf(request, sizeof request, "GET / HTTP/1.1\r\nHost: %s\r\nUser-Agent: load\r\n\r\n", plan->host);
    sent++;
    connection->length = 0;
    connection->sent_at = due;
    // Two kilobytes into an empty socket buffer is taken whole.
    if (send(connection->fd, request, length, MSG_NOSIGNAL) != length) give_up("send", strerror(errno));
}

// Reads what is there; true once the answer is whole and right.
static bool receive(const plan *plan, connection *connection) {
    ssize_t count = recv(
        connection->fd, connection->answer + connection->length, ANSWER_MAX - 1 - connection->length, MSG_DONTWAIT);
    if (count < 0 && errno == EAGAIN) return false;
    if (count <= 0) give_up("recv", count ? strerror(errno) : "the manager has closed the connection");
    connection->length += count;
    connection->answer[connection->length] = 0;
    char *end = strstr(connection->answer, "\r\n\r\n");
    if (!end) return false;
    char *field = strcasestr(connection->answer, "\r\ncontent-length:");
    if (!field || field > end) give_up("no content-length", connection->answer);
    size_t whole = (size_t)(end - connection->answer) + 4 + strtoul(field + 17, NULL, 10);
    if (connection->length < whole) return false;
    bool is_right = strncmp(connection->answer, "HTTP/1.1 200 ", 13) == 0 && connection->length == whole
        && (!plan->accounts || strstr(end, plan->post ? plan->expect : connection->echo));
    if (!is_right) give_up("not the answer that was asked for", connection->answer);
    return true;
}

static void open_connection(const plan *plan, connection *connection, int poll) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(plan->port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    connection->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (connect(connection->fd, (struct sockaddr *)&address, sizeof address)) give_up("connect", strerror(errno));
    int on = 1;
    setsockopt(connection->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = connection};
    if (epoll_ctl(poll, EPOLL_CTL_ADD, connection->fd, &event)) give_up("epoll_ctl", strerror(errno));
}

// Sends until time or count are up, then waits for the last answers. Returns the seconds from first to last.
static double put_load(const plan *plan) {
    int poll = epoll_create1(EPOLL_CLOEXEC);
    connection *connections = calloc(plan->connections, sizeof(connection));
    for (int i = 0; i < plan->connections; i++) open_connection(plan, connections + i, poll);
    connection **idle = calloc(plan->connections, sizeof *idle);
    int idle_count = 0;
    for (int i = 0; i < plan->connections; i++) idle[idle_count++] = connections + i;
    int64_t began = nanoseconds(CLOCK_MONOTONIC), now = began;
    int64_t deadline = plan->requests ? INT64_MAX : began + (int64_t)(plan->seconds * 1e9);
    long most = plan->requests ? plan->requests : LATENCIES_MAX;
    while (true) {
        // When the next request is to leave: at once, or at its time.
        int64_t due = plan->rate ? began + (int64_t)(sent / plan->rate * 1e9) : now;
        bool is_over = sent >= most || due >= deadline;
        for (; !is_over && idle_count && due <= now; is_over = sent >= most || due >= deadline) {
            send_next(plan, idle[--idle_count], due);
            due = plan->rate ? began + (int64_t)(sent / plan->rate * 1e9) : (now = nanoseconds(CLOCK_MONOTONIC));
        }
        if (is_over && idle_count == plan->connections) break;
        int64_t wait = is_over || !idle_count ? 10000000000 : due - now;
        struct timespec patience = {.tv_sec = wait / 1000000000, .tv_nsec = wait % 1000000000};
        struct epoll_event events[64];
        int count = epoll_pwait2(poll, events, 64, &patience, NULL);
        if (count == 0 && wait >= 10000000000) give_up("epoll_wait", "no answer within 10 s");
        now = nanoseconds(CLOCK_MONOTONIC);
        for (int i = 0; i < count; i++) {
            connection *connection = events[i].data.ptr;
            if (!receive(plan, connection)) continue;
            latencies[answered++] = (uint32_t)((now - connection->sent_at) / 1000);
            idle[idle_count++] = connection;
        }
    }
    return (double)(nanoseconds(CLOCK_MONOTONIC) - began) / 1e9;
}

static int ascending(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left, b = *(const uint32_t *)right;
    return a < b ? -1 : a > b;
}

static double processor_seconds(void) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
}

int main(int argc, char **argv) {
    plan plan = {.connections = 32, .seconds = 5};
    const char *accounts = NULL;
    for (int i = 1; i + 1 < argc; i += 2) {
        if (!strcmp(argv[i], "--port")) plan.port = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--accounts")) accounts = argv[i + 1];
        else if (!strcmp(argv[i], "--connections")) plan.connections = atoi(argv[i + 1]);
        else if (!strcmp(argv[i], "--seconds")) plan.seconds = atof(argv[i + 1]);
        else if (!strcmp(argv[i], "--requests")) plan.requests = atol(argv[i + 1]);
        else if (!strcmp(argv[i], "--rate")) plan.rate = atof(argv[i + 1]);
        else if (!strcmp(argv[i], "--post")) plan.post = argv[i + 1];
        else if (!strcmp(argv[i], "--expect")) plan.expect = argv[i + 1];
        else if (!strcmp(argv[i], "--body")) read_body(&plan, argv[i + 1]);
        else give_up("unknown option", argv[i]);
    }
    bool is_whole = !plan.post || (plan.body[0] && plan.expect);
    if (!plan.port || plan.connections < 1 || plan.requests > LATENCIES_MAX || !is_whole) give_up("usage", "see load.c");
    snprintf(plan.host, sizeof plan.host, "127.0.0.1:%d", plan.port);
    if (accounts) read_accounts(&plan, accounts);
    latencies = malloc(LATENCIES_MAX * sizeof *latencies);
    double before = processor_seconds(), seconds = put_load(&plan), used = processor_seconds() - before;
    qsort(latencies, answered, sizeof *latencies, ascending);
    printf("{\"requests\": %ld, \"seconds\": %.3f, \"rps\": %.1f, \"p50_us\": %u, \"p99_us\": %u, \"cpu_s\": %.3f}\n",
           answered, seconds, answered / seconds, latencies[answered / 2], latencies[answered * 99 / 100], used);
    return 0;
}
