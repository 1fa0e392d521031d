// libcurl, loaded when it is first used. It brings three dozen libraries along, which takes 4 ms: a command that
// sends nothing, such as `--version`, does not pay for them. The names are libcurl's own, so that callers are
// written as against the library itself.
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif

#include <curl/curl.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdarg.h>
#include <stddef.h>

#undef curl_easy_setopt
#undef curl_easy_getinfo
#undef curl_multi_setopt

static void *library;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

#ifdef __APPLE__
#define LIBRARY "libcurl.4.dylib"
#else
#define LIBRARY "libcurl.so.4"
#endif

static void load(void) { library = dlopen(LIBRARY, RTLD_LAZY | RTLD_LOCAL); }

static void *find(const char *name) {
    pthread_once(&loaded, load);
    return library ? dlsym(library, name) : NULL;
}

// Looks `name` up once, into `call` of the declared function's own type; `missing` is answered without the library.
#define FORWARD(name, missing)                                   \
    static __typeof__(&name) call;                               \
    if (!call) call = (__typeof__(&name))find(#name);            \
    if (!call) return missing

CURLcode curl_global_init(long flags) {
    FORWARD(curl_global_init, CURLE_FAILED_INIT);
    return call(flags);
}

CURL *curl_easy_init(void) {
    FORWARD(curl_easy_init, NULL);
    return call();
}

void curl_easy_cleanup(CURL *easy) {
    FORWARD(curl_easy_cleanup, );
    call(easy);
}

// Every value that an option or an answer can have is one machine word, passed on as it came.
CURLcode curl_easy_setopt(CURL *easy, CURLoption option, ...) {
    FORWARD(curl_easy_setopt, CURLE_FAILED_INIT);
    va_list arguments;
    va_start(arguments, option);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    return call(easy, option, value);
}

CURLcode curl_easy_getinfo(CURL *easy, CURLINFO info, ...) {
    FORWARD(curl_easy_getinfo, CURLE_FAILED_INIT);
    va_list arguments;
    va_start(arguments, info);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    return call(easy, info, value);
}

CURLcode curl_easy_pause(CURL *easy, int bits) {
    FORWARD(curl_easy_pause, CURLE_FAILED_INIT);
    return call(easy, bits);
}

CURLcode curl_easy_recv(CURL *easy, void *bytes, size_t size, size_t *count) {
    FORWARD(curl_easy_recv, CURLE_FAILED_INIT);
    return call(easy, bytes, size, count);
}

CURLcode curl_easy_send(CURL *easy, const void *bytes, size_t size, size_t *count) {
    FORWARD(curl_easy_send, CURLE_FAILED_INIT);
    return call(easy, bytes, size, count);
}

const char *curl_easy_strerror(CURLcode code) {
    FORWARD(curl_easy_strerror, "libcurl is not installed (apt-get install libcurl4)");
    return call(code);
}

CURLM *curl_multi_init(void) {
    FORWARD(curl_multi_init, NULL);
    return call();
}

CURLMcode curl_multi_cleanup(CURLM *multi) {
    FORWARD(curl_multi_cleanup, CURLM_INTERNAL_ERROR);
    return call(multi);
}

CURLMcode curl_multi_setopt(CURLM *multi, CURLMoption option, ...) {
    FORWARD(curl_multi_setopt, CURLM_INTERNAL_ERROR);
    va_list arguments;
    va_start(arguments, option);
    void *value = va_arg(arguments, void *);
    va_end(arguments);
    return call(multi, option, value);
}

CURLMcode curl_multi_add_handle(CURLM *multi, CURL *easy) {
    FORWARD(curl_multi_add_handle, CURLM_INTERNAL_ERROR);
    return call(multi, easy);
}

CURLMcode curl_multi_remove_handle(CURLM *multi, CURL *easy) {
    FORWARD(curl_multi_remove_handle, CURLM_INTERNAL_ERROR);
    return call(multi, easy);
}

CURLMcode curl_multi_perform(CURLM *multi, int *running) {
    FORWARD(curl_multi_perform, CURLM_INTERNAL_ERROR);
    return call(multi, running);
}

CURLMcode curl_multi_poll(CURLM *multi, struct curl_waitfd extra[], unsigned count, int timeout, int *ready) {
    FORWARD(curl_multi_poll, CURLM_INTERNAL_ERROR);
    return call(multi, extra, count, timeout, ready);
}

CURLMcode curl_multi_wakeup(CURLM *multi) {
    FORWARD(curl_multi_wakeup, CURLM_INTERNAL_ERROR);
    return call(multi);
}

CURLMsg *curl_multi_info_read(CURLM *multi, int *left) {
    FORWARD(curl_multi_info_read, NULL);
    return call(multi, left);
}

struct curl_slist *curl_slist_append(struct curl_slist *list, const char *text) {
    FORWARD(curl_slist_append, NULL);
    return call(list, text);
}

void curl_slist_free_all(struct curl_slist *list) {
    FORWARD(curl_slist_free_all, );
    call(list);
}
