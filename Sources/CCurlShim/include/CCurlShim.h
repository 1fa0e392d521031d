#ifndef CCURLSHIM_H
#define CCURLSHIM_H

#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

// What Swift can't call of libcurl: its variadic functions, typed here one by one, and the
// callback that opens sockets. No policy lives here.
//
// Setters and getters return libcurl's own code. The rest returns a value >= 0 on success and
// -errno on failure. None keeps a pointer unless its comment says so.

CURLcode bai_easy_set_long(CURL *_Nonnull easy, CURLoption option, long value);
CURLcode bai_easy_set_offset(CURL *_Nonnull easy, CURLoption option, curl_off_t value);
/// libcurl copies the string; NULL restores the default.
CURLcode bai_easy_set_string(CURL *_Nonnull easy, CURLoption option, const char *_Nullable value);
/// libcurl keeps the pointer until the handle is cleaned up or the option is set again.
CURLcode bai_easy_set_pointer(CURL *_Nonnull easy, CURLoption option, void *_Nullable value);
CURLcode bai_easy_get_long(CURL *_Nonnull easy, CURLINFO info, long *_Nonnull value);
/// The socket of a connection made with CURLOPT_CONNECT_ONLY; libcurl owns it.
CURLcode bai_easy_get_socket(CURL *_Nonnull easy, curl_socket_t *_Nonnull value);
CURLMcode bai_multi_set_long(CURLM *_Nonnull multi, CURLMoption option, long value);
/// The result in a CURLMSG_DONE message, which Swift can't read: it is in a union.
CURLcode bai_message_result(const CURLMsg *_Nonnull message);

typedef size_t (*bai_data_function)(char *_Nullable bytes, size_t size, size_t count, void *_Nullable context);
typedef int (*bai_seek_function)(void *_Nullable context, curl_off_t offset, int origin);
/// Answers CURL_PREREQFUNC_OK or CURL_PREREQFUNC_ABORT.
typedef int (*bai_prereq_function)(
    void *_Nullable context, char *_Nullable peer, char *_Nullable local, int peer_port, int local_port);

/// Each keeps `context` as long as the handle lives.
CURLcode bai_easy_set_header_function(
    CURL *_Nonnull easy, bai_data_function _Nonnull function, void *_Nullable context);
CURLcode bai_easy_set_write_function(
    CURL *_Nonnull easy, bai_data_function _Nonnull function, void *_Nullable context);
CURLcode bai_easy_set_read_function(
    CURL *_Nonnull easy, bai_data_function _Nonnull function, bai_seek_function _Nonnull seek,
    void *_Nullable context);
/// `function` runs once a connection stands, new or reused, before the request is sent.
CURLcode bai_easy_set_prereq_function(
    CURL *_Nonnull easy, bai_prereq_function _Nonnull function, void *_Nullable context);

/// How sockets are opened for one easy handle, and what became of the last one.
struct bai_dial {
    /// The unix socket to connect to; empty for the address that libcurl resolved.
    char path[108];
    /// The user id that must own the listening end of `path`; negative for any.
    int64_t required_uid;
    /// The user id that was found and refused; negative if none was.
    int64_t refused_uid;
    /// The last socket opened, negative if none was; libcurl owns it.
    int descriptor;
};

/// Fills `dial`; a NULL path means TCP. Returns -ENAMETOOLONG when the path does not fit.
int bai_dial_init(struct bai_dial *_Nonnull dial, const char *_Nullable path, int64_t required_uid);

/// Makes libcurl open its sockets by `dial`, which it keeps: close-on-exec, and to its path.
CURLcode bai_easy_set_dial(CURL *_Nonnull easy, struct bai_dial *_Nonnull dial);

/// The socket is not connected because the backlog of the listening end was full.
#define BAI_BACKLOG_FULL 1

/// Checks the unix socket that libcurl has just connected, before anything is sent: -EPERM when
/// its owner is not the one required, else 0 or BAI_BACKLOG_FULL. A connection that another
/// handle made, and checked, passes.
int bai_dial_check(struct bai_dial *_Nonnull dial);

/// Starts a detached thread with every signal blocked, so that neither SIGPIPE from a TLS write
/// nor a signal meant for the program's own threads ends up there.
int bai_thread_start(void *_Nullable (*_Nonnull body)(void *_Nullable), void *_Nullable context);

/// The text of an errno in `buffer`, which holds `size` bytes.
void bai_error_text(int error, char *_Nonnull buffer, size_t size);

#endif
