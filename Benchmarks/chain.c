// The bare chain that the streams of `run` are compared with: the same hops, where nothing is done but copying.
//
//     chain out BYTES        producer → pipe → unix socket → unix socket → loopback TCP → pipe → consumer
//     chain in BYTES         producer → pipe → loopback TCP → unix socket → unix socket → pipe → consumer
//     chain produce BYTES    the producer alone, to standard output
//     chain consume BYTES    the consumer alone, from standard input
//
// One process a hop, reads and writes of at most 64 KiB. Exits 1 when another number of bytes arrives.

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#define STEP (64 << 10)
#define LINKS 5

typedef enum { PIPE, UNIX, TCP } kind;

static const kind outward[LINKS] = {PIPE, UNIX, UNIX, TCP, PIPE};
static const kind inward[LINKS] = {PIPE, TCP, UNIX, UNIX, PIPE};
static char buffer[STEP];

_Noreturn static void give_up(const char *what) {
    fprintf(stderr, "chain: %s: %s\n", what, strerror(errno));
    exit(1);
}

static void write_all(int fd, size_t count) {
    for (size_t done = 0; done < count;) {
        ssize_t written = write(fd, buffer + done, count - done);
        if (written < 0) give_up("write");
        done += written;
    }
}

static void produce(int fd, long long count) {
    for (; count > 0; count -= STEP) write_all(fd, count < STEP ? count : STEP);
}

static size_t read_some(int fd) {
    ssize_t count = read(fd, buffer, STEP);
    if (count < 0) give_up("read");
    return count;
}

static void copy(int from, int to) {
    for (size_t count; (count = read_some(from)) > 0;) write_all(to, count);
}

static void consume(int fd, long long expected) {
    long long sum = 0;
    for (size_t count; (count = read_some(fd)) > 0;) sum += count;
    if (sum == expected) return;
    fprintf(stderr, "chain: %lld bytes have arrived instead of %lld\n", sum, expected);
    exit(1);
}

static void connect_tcp(int ends[2]) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t length = sizeof address;
    int listener = socket(AF_INET, SOCK_STREAM, 0);
    ends[1] = socket(AF_INET, SOCK_STREAM, 0);
    if (bind(listener, (struct sockaddr *)&address, length) || listen(listener, 1)) give_up("listen");
    if (getsockname(listener, (struct sockaddr *)&address, &length)) give_up("getsockname");
    if (connect(ends[1], (struct sockaddr *)&address, length)) give_up("connect");
    ends[0] = accept(listener, NULL, NULL);
    if (ends[0] < 0) give_up("accept");
    close(listener);
}

// The end to read from, and the end to write to.
static void open_link(kind kind, int ends[2]) {
    switch (kind) {
    case PIPE:
        if (pipe(ends)) give_up("pipe");
        break;
    case UNIX:
        if (socketpair(AF_UNIX, SOCK_STREAM, 0, ends)) give_up("socketpair");
        break;
    case TCP: connect_tcp(ends);
    }
}

// One process between each two links, one before the first and one behind the last.
static void run(const kind kinds[LINKS], long long count) {
    int links[LINKS][2];
    for (int i = 0; i < LINKS; i++) open_link(kinds[i], links[i]);
    for (int stage = 0; stage <= LINKS; stage++) {
        pid_t pid = fork();
        if (pid < 0) give_up("fork");
        if (pid > 0) continue;
        for (int i = 0; i < LINKS; i++) {
            if (i != stage - 1) close(links[i][0]);
            if (i != stage) close(links[i][1]);
        }
        if (stage == 0) produce(links[0][1], count);
        else if (stage == LINKS) consume(links[LINKS - 1][0], count);
        else copy(links[stage - 1][0], links[stage][1]);
        _exit(0);
    }
    for (int i = 0; i < LINKS; i++) {
        close(links[i][0]);
        close(links[i][1]);
    }
    int failed = 0, status;
    while (wait(&status) > 0) failed |= status;
    if (failed) exit(1);
}

int main(int argc, char **argv) {
    signal(SIGPIPE, SIG_IGN);
    long long count = argc == 3 ? atoll(argv[2]) : 0;
    if (count > 0 && strcmp(argv[1], "out") == 0) run(outward, count);
    else if (count > 0 && strcmp(argv[1], "in") == 0) run(inward, count);
    else if (count > 0 && strcmp(argv[1], "produce") == 0) produce(STDOUT_FILENO, count);
    else if (count > 0 && strcmp(argv[1], "consume") == 0) consume(STDIN_FILENO, count);
    else {
        fputs("usage: chain out|in|produce|consume BYTES\n", stderr);
        return 2;
    }
    return 0;
}
