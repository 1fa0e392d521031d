#include <sqlite3.h>

/// Has SQLite keep no account of its memory, for which it would take a lock at every allocation; before any other call.
static inline int backendai_sqlite_keep_no_accounts(void) {
    return sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
}
