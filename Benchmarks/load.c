// Requests at full speed: load --port N --connections N --seconds S [--accounts FILE]
//
// With FILE, which has an access key and a secret key on each line: signed GET /auth. Every request has the next key,
// its own date and its own target; only the key of the day, which belongs to the keypair, is derived once. Without:
// unsigned GET /. An answer other than 200 ends the program with 1. Prints what it measured as JSON.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

struct key { char access[32]; unsigned char day[32]; };
struct connection { int socket; double sent; char answer[4096]; size_t length; };

static struct key keys[4096];
static int key_count;
static char host[32], day[16];
static unsigned long serial;

static double now(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec + time.tv_nsec / 1e9;
}

static void hmac(const unsigned char *key, int length, const char *text, unsigned char *out) {
    unsigned int size;
    HMAC(EVP_sha256(), key, length, (const unsigned char *)text, strlen(text), out, &size);
}

static void put(struct connection *connection, const char *request, int length) {
    connection->sent = now();
    connection->length = 0;
    if (write(connection->socket, request, length) != length) {
        perror("write");
        exit(1);
    }
}

static void send_request(struct connection *connection) {
    if (key_count == 0) {
        char plain[128];
        put(connection, plain, snprintf(plain, sizeof plain, "GET / HTTP/1.1\r\nHost: %s\r\n\r\n", host));
        return;
    }
    struct timespec time;
    clock_gettime(CLOCK_REALTIME, &time);
    struct tm parts;
    gmtime_r(&time.tv_sec, &parts);
    char date[64], target[64], text[512], request[1024];
    const struct key *key = &keys[serial % key_count];
    snprintf(date, sizeof date, "%04d-%02d-%02dT%02d:%02d:%02d.%06ld+00:00", parts.tm_year + 1900, parts.tm_mon + 1,
             parts.tm_mday, parts.tm_hour, parts.tm_min, parts.tm_sec, time.tv_nsec / 1000);
    snprintf(target, sizeof target, "/auth?echo=%lu", serial++);
    snprintf(text, sizeof text,
             "GET\n%s\n%s\nhost:%s\ncontent-type:text/plain\nx-backendai-version:v7.20230615\n"
             "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", target, date, host);
    unsigned char by_host[32], signature[32];
    hmac(key->day, 32, host, by_host);
    hmac(by_host, 32, text, signature);
    char hex[65];
    for (int index = 0; index < 32; index++) sprintf(hex + 2 * index, "%02x", signature[index]);
    int length = snprintf(request, sizeof request,
             "GET %s HTTP/1.1\r\nHost: %s\r\nDate: %s\r\nContent-Type: text/plain\r\nX-BackendAI-Version: v7.20230615\r\n"
             "Authorization: BackendAI signMethod=HMAC-SHA256, credential=%s:%s\r\n\r\n", target, host, date, key->access, hex);
    put(connection, request, length);
}

static int compare(const void *left, const void *right) {
    double difference = *(const double *)left - *(const double *)right;
    return difference < 0 ? -1 : difference > 0;
}

int main(int count, char **arguments) {
    const char *accounts = NULL;
    int port = 0, connections = 0;
    double seconds = 0;
    for (int index = 1; index + 1 < count; index += 2) {
        if (!strcmp(arguments[index], "--port")) port = atoi(arguments[index + 1]);
        if (!strcmp(arguments[index], "--connections")) connections = atoi(arguments[index + 1]);
        if (!strcmp(arguments[index], "--seconds")) seconds = atof(arguments[index + 1]);
        if (!strcmp(arguments[index], "--accounts")) accounts = arguments[index + 1];
    }
    if (!port || connections < 1 || seconds <= 0) {
        fprintf(stderr, "load --port N --connections N --seconds S [--accounts FILE]\n");
        return 2;
    }
    snprintf(host, sizeof host, "127.0.0.1:%d", port);
    time_t today = time(NULL);
    strftime(day, sizeof day, "%Y%m%d", gmtime(&today));
    FILE *file = accounts ? fopen(accounts, "r") : NULL;
    char secret[128];
    while (file && key_count < 4096 && fscanf(file, "%31s %127s", keys[key_count].access, secret) == 2) {
        hmac((unsigned char *)secret, (int)strlen(secret), day, keys[key_count].day);
        key_count++;
    }
    if (accounts && key_count == 0) {
        fprintf(stderr, "no accounts in %s\n", accounts);
        return 1;
    }
    int poll = epoll_create1(0);
    struct connection *all = calloc(connections, sizeof *all);
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    for (int index = 0; index < connections; index++) {
        all[index].socket = socket(AF_INET, SOCK_STREAM, 0);
        int one = 1;
        setsockopt(all[index].socket, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
        if (connect(all[index].socket, (struct sockaddr *)&address, sizeof address) < 0) { perror("connect"); return 1; }
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &all[index]};
        epoll_ctl(poll, EPOLL_CTL_ADD, all[index].socket, &event);
        send_request(&all[index]);
    }
    double *latencies = malloc(sizeof *latencies * 4000000), begun = now();
    size_t done = 0;
    while (now() - begun < seconds) {
        struct epoll_event events[64];
        int ready = epoll_wait(poll, events, 64, 1000);
        for (int index = 0; index < ready; index++) {
            struct connection *connection = events[index].data.ptr;
            ssize_t got = read(connection->socket, connection->answer + connection->length,
                               sizeof connection->answer - connection->length - 1);
            if (got <= 0) { fprintf(stderr, "connection lost\n"); return 1; }
            connection->length += got;
            connection->answer[connection->length] = 0;
            char *body = strstr(connection->answer, "\r\n\r\n"), *size = strcasestr(connection->answer, "content-length:");
            if (!body || !size || connection->length < (size_t)(body + 4 - connection->answer) + atoi(size + 15)) continue;
            if (strncmp(connection->answer, "HTTP/1.1 200", 12)) {
                fprintf(stderr, "answered: %.200s\n", connection->answer);
                return 1;
            }
            if (done < 4000000) latencies[done] = (now() - connection->sent) * 1e6;
            done++;
            send_request(connection);
        }
    }
    double elapsed = now() - begun;
    size_t kept = done < 4000000 ? done : 4000000;
    qsort(latencies, kept, sizeof *latencies, compare);
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    double cpu = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
    printf("{\"rps\": %.1f, \"requests\": %zu, \"p50_us\": %.0f, \"p99_us\": %.0f, \"cpu_s\": %.3f, \"seconds\": %.3f}\n",
           done / elapsed, done, latencies[kept / 2], latencies[kept * 99 / 100], cpu, elapsed);
    return 0;
}
