// SOCK_CLOEXEC and struct ucred want _GNU_SOURCE, which also chooses the GNU strerror_r.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include "CCurlShim.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

CURLcode bai_easy_set_long(CURL *easy, CURLoption option, long value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode bai_easy_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode bai_easy_set_string(CURL *easy, CURLoption option, const char *value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode bai_easy_set_pointer(CURL *easy, CURLoption option, void *value) {
    return curl_easy_setopt(easy, option, value);
}

CURLcode bai_easy_get_long(CURL *easy, CURLINFO info, long *value) {
    return curl_easy_getinfo(easy, info, value);
}

CURLcode bai_easy_get_socket(CURL *easy, curl_socket_t *value) {
    return curl_easy_getinfo(easy, CURLINFO_ACTIVESOCKET, value);
}

CURLMcode bai_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return curl_multi_setopt(multi, option, value);
}

CURLcode bai_message_result(const CURLMsg *message) {
    return message->data.result;
}

CURLcode bai_easy_set_header_function(CURL *easy, bai_data_function function, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, function);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_HEADERDATA, context);
}

CURLcode bai_easy_set_write_function(CURL *easy, bai_data_function function, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, function);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_WRITEDATA, context);
}

CURLcode bai_easy_set_read_function(
    CURL *easy, bai_data_function function, bai_seek_function seek, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_READFUNCTION, function);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_READDATA, context);
    if (code == CURLE_OK) code = curl_easy_setopt(easy, CURLOPT_SEEKFUNCTION, seek);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_SEEKDATA, context);
}

CURLcode bai_easy_set_prereq_function(CURL *easy, bai_prereq_function function, void *context) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, function);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_PREREQDATA, context);
}

int bai_dial_init(struct bai_dial *dial, const char *path, int64_t required_uid) {
    memset(dial, 0, sizeof *dial);
    dial->required_uid = required_uid;
    dial->refused_uid = -1;
    dial->descriptor = -1;
    if (path == NULL) return 0;
    size_t length = strlen(path);
    struct sockaddr_un address;
    if (length >= sizeof dial->path || length >= sizeof address.sun_path) return -ENAMETOOLONG;
    memcpy(dial->path, path, length + 1);
    return 0;
}

static int open_socket(int family, int type, int protocol) {
#ifdef SOCK_CLOEXEC
    return socket(family, type | SOCK_CLOEXEC, protocol);
#else
    int descriptor = socket(family, type, protocol);
    if (descriptor >= 0) fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return descriptor;
#endif
}

// The credentials of the listening end as of its listen(2): unix(7), getpeereid(3).
static int64_t peer_uid(int descriptor) {
#ifdef SO_PEERCRED
    struct ucred credentials;
    socklen_t size = sizeof credentials;
    if (getsockopt(descriptor, SOL_SOCKET, SO_PEERCRED, &credentials, &size) != 0) return -1;
    return credentials.uid;
#else
    uid_t uid;
    gid_t gid;
    return getpeereid(descriptor, &uid, &gid) == 0 ? (int64_t)uid : -1;
#endif
}

// libcurl lets this change the address that it is about to connect to
// (CURLOPT_OPENSOCKETFUNCTION(3)); the path that it was given itself is only a name.
static curl_socket_t open_callback(void *context, curlsocktype purpose, struct curl_sockaddr *address) {
    (void)purpose;
    struct bai_dial *dial = context;
    if (dial->path[0] != 0) {
        struct sockaddr_un target = {.sun_family = AF_UNIX};
        memcpy(target.sun_path, dial->path, strlen(dial->path) + 1);
        memcpy(&address->addr, &target, sizeof target);
        address->addrlen = sizeof target;
    }
    int descriptor = open_socket(address->family, address->socktype, address->protocol);
    dial->descriptor = descriptor;
    return descriptor < 0 ? CURL_SOCKET_BAD : descriptor;
}

CURLcode bai_easy_set_dial(CURL *easy, struct bai_dial *dial) {
    CURLcode code = curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_callback);
    return code != CURLE_OK ? code : curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, dial);
}

int bai_dial_check(struct bai_dial *dial) {
    if (dial->path[0] == 0 || dial->descriptor < 0) return 0;
    // To libcurl the EAGAIN of a full backlog is a connection under way, and the socket, which
    // polls as writable, one that has been made.
    struct sockaddr_un peer;
    socklen_t size = sizeof peer;
    if (getpeername(dial->descriptor, (struct sockaddr *)&peer, &size) != 0) {
        return errno == ENOTCONN ? BAI_BACKLOG_FULL : -errno;
    }
    if (dial->required_uid < 0) return 0;
    int64_t uid = peer_uid(dial->descriptor);
    if (uid == dial->required_uid) return 0;
    dial->refused_uid = uid;
    return -EPERM;
}

int bai_thread_start(void *(*body)(void *), void *context) {
    pthread_attr_t attributes;
    int error = pthread_attr_init(&attributes);
    if (error != 0) return -error;
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    pthread_t thread;
    error = pthread_create(&thread, &attributes, body, context);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    pthread_attr_destroy(&attributes);
    return -error;
}

void bai_error_text(int error, char *buffer, size_t size) {
#ifdef __GLIBC__
    char own[128];
    snprintf(buffer, size, "%s", strerror_r(error, own, sizeof own));
#else
    if (strerror_r(error, buffer, size) != 0) snprintf(buffer, size, "error %d", error);
#endif
}
