#ifndef CNVML_H
#define CNVML_H

#include <stdint.h>

// What is used of NVIDIA's management library, NVML, which is never linked: its functions are looked up in a library that
// is opened at run time, and each of them may be missing. Structures and names are our own; their layouts are those of NVML's
// public binary interface, as measured with its header of version 13 on x86-64.
//
// Every function of NVML answers 0, or one of the numbers below. No policy lives here.

enum {
    bai_nvml_not_supported = 3,
    bai_nvml_insufficient_size = 7,
    bai_nvml_gpu_is_lost = 15,
    bai_nvml_reset_required = 16,
    bai_nvml_version_mismatch = 25,
};

/// nvmlDevice_t.
typedef struct bai_nvml_handle *bai_nvml_handle;

/// nvmlMemory_t: bytes; `used` has what the driver keeps for itself in it.
struct bai_nvml_memory {
    uint64_t total, free, used;
};
_Static_assert(sizeof(struct bai_nvml_memory) == 24, "nvmlMemory_t");

/// nvmlMemory_v2_t; `version` is set before the call.
struct bai_nvml_memory_v2 {
    uint32_t version;
    uint64_t total, reserved, free, used;
};
_Static_assert(sizeof(struct bai_nvml_memory_v2) == 40, "nvmlMemory_v2_t");
enum { bai_nvml_memory_version_2 = 0x02000028 };

/// nvmlUtilization_t: percent of the last sample during which anything ran, or memory was read or written.
struct bai_nvml_utilization {
    uint32_t gpu, memory;
};
_Static_assert(sizeof(struct bai_nvml_utilization) == 8, "nvmlUtilization_t");

/// nvmlProcessInfo_v1_t, of the functions without a number.
struct bai_nvml_process_v1 {
    uint32_t pid;
    uint64_t memory;
};
_Static_assert(sizeof(struct bai_nvml_process_v1) == 16, "nvmlProcessInfo_v1_t");

/// nvmlProcessInfo_t, of the functions _v2 and _v3; `memory` is UINT64_MAX where it is not known.
struct bai_nvml_process {
    uint32_t pid;
    uint64_t memory;
    uint32_t gpu_instance, compute_instance;
};
_Static_assert(sizeof(struct bai_nvml_process) == 24, "nvmlProcessInfo_v2_t");

/// nvmlPciInfo_t; `bus` is `DDDDDDDD:BB:DD.F`.
struct bai_nvml_pci {
    char legacy_bus[16];
    uint32_t domain, bus_number, device, device_id, subsystem_id;
    char bus[32];
};
_Static_assert(sizeof(struct bai_nvml_pci) == 68, "nvmlPciInfo_t");

/// The functions that were found; those that are missing are NULL.
struct bai_nvml {
    void *_Nullable library;
    int (*_Nullable start)(void);
    int (*_Nullable start_with_flags)(unsigned int flags);
    int (*_Nullable shutdown)(void);
    int (*_Nullable driver_version)(char *_Nonnull text, unsigned int size);
    int (*_Nullable count)(unsigned int *_Nonnull count);
    int (*_Nullable handle)(unsigned int index, bai_nvml_handle _Nullable *_Nonnull device);
    int (*_Nullable uuid)(bai_nvml_handle _Nonnull device, char *_Nonnull text, unsigned int size);
    int (*_Nullable name)(bai_nvml_handle _Nonnull device, char *_Nonnull text, unsigned int size);
    int (*_Nullable pci)(bai_nvml_handle _Nonnull device, struct bai_nvml_pci *_Nonnull pci);
    int (*_Nullable memory)(bai_nvml_handle _Nonnull device, struct bai_nvml_memory *_Nonnull memory);
    int (*_Nullable memory_v2)(bai_nvml_handle _Nonnull device, struct bai_nvml_memory_v2 *_Nonnull memory);
    int (*_Nullable utilization)(bai_nvml_handle _Nonnull device, struct bai_nvml_utilization *_Nonnull utilization);
    int (*_Nullable cores)(bai_nvml_handle _Nonnull device, unsigned int *_Nonnull cores);
    int (*_Nullable numa_node)(bai_nvml_handle _Nonnull device, unsigned int *_Nonnull node);
    int (*_Nullable ancestor)(bai_nvml_handle _Nonnull one, bai_nvml_handle _Nonnull other, int *_Nonnull level);
    int (*_Nullable peer_status)(
        bai_nvml_handle _Nonnull one, bai_nvml_handle _Nonnull other, int capability, int *_Nonnull status);
    int (*_Nullable processes)(
        bai_nvml_handle _Nonnull device, unsigned int *_Nonnull count, struct bai_nvml_process *_Nullable processes);
    int (*_Nullable processes_v1)(
        bai_nvml_handle _Nonnull device, unsigned int *_Nonnull count, struct bai_nvml_process_v1 *_Nullable processes);
};

/// dlopen(3) of `path`, a name or a file, and dlsym(3) of every function, newest form first.
///
/// Returns 0, or -1 with what the loader says in `problem`, cut to `size`. `nvml` has the library, which the caller closes.
int bai_nvml_open(
    const char *_Nonnull path, struct bai_nvml *_Nonnull nvml, char *_Nonnull problem, unsigned int size);

/// dlclose(3).
void bai_nvml_close(struct bai_nvml *_Nonnull nvml);

#endif
