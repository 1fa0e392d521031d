#include "cnvml.h"

#include <dlfcn.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

// A function pointer is stored as POSIX says it may be: through a pointer to void *.
static void find(void *library, void *target, const char *name) {
    void *symbol = dlsym(library, name);
    memcpy(target, &symbol, sizeof symbol);
}

// The first of two that is there.
static void find_either(void *library, void *target, const char *newer, const char *older) {
    void *symbol = dlsym(library, newer);
    if (symbol == NULL) symbol = dlsym(library, older);
    memcpy(target, &symbol, sizeof symbol);
}

int bai_nvml_open(const char *path, struct bai_nvml *nvml, char *problem, unsigned int size) {
    memset(nvml, 0, sizeof *nvml);
    void *library = dlopen(path, RTLD_LAZY | RTLD_LOCAL);
    if (library == NULL) {
        const char *text = dlerror();
        snprintf(problem, size, "%s", text != NULL ? text : "no reason given");
        return -1;
    }
    nvml->library = library;
    find(library, &nvml->start, "nvmlInit_v2");
    find(library, &nvml->start_with_flags, "nvmlInitWithFlags");
    find(library, &nvml->shutdown, "nvmlShutdown");
    find(library, &nvml->driver_version, "nvmlSystemGetDriverVersion");
    find(library, &nvml->count, "nvmlDeviceGetCount_v2");
    find(library, &nvml->handle, "nvmlDeviceGetHandleByIndex_v2");
    find(library, &nvml->uuid, "nvmlDeviceGetUUID");
    find(library, &nvml->name, "nvmlDeviceGetName");
    find_either(library, &nvml->pci, "nvmlDeviceGetPciInfo_v3", "nvmlDeviceGetPciInfo_v2");
    find(library, &nvml->memory, "nvmlDeviceGetMemoryInfo");
    find(library, &nvml->memory_v2, "nvmlDeviceGetMemoryInfo_v2");
    find(library, &nvml->utilization, "nvmlDeviceGetUtilizationRates");
    find(library, &nvml->cores, "nvmlDeviceGetNumGpuCores");
    find(library, &nvml->numa_node, "nvmlDeviceGetNumaNodeId");
    find(library, &nvml->ancestor, "nvmlDeviceGetTopologyCommonAncestor");
    find(library, &nvml->peer_status, "nvmlDeviceGetP2PStatus");
    // The structure belongs to the number: _v2 and _v3 have one, the function without a number has another.
    find_either(
        library, &nvml->processes, "nvmlDeviceGetComputeRunningProcesses_v3", "nvmlDeviceGetComputeRunningProcesses_v2");
    find(library, &nvml->processes_v1, "nvmlDeviceGetComputeRunningProcesses");
    return 0;
}

void bai_nvml_close(struct bai_nvml *nvml) {
    if (nvml->library != NULL) dlclose(nvml->library);
    nvml->library = NULL;
}
