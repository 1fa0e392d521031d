// A library with the binary interface of NVML and two GPUs that are not there.
//
// STATE_FILE is read at each call: `lost N` loses the GPU N, `hang` never returns, `start N` fails with the code N.
// OLD leaves out what drivers before 450 lack, BARE what no driver lacks, MISMATCH refuses newer structures, WIDE writes
// processes as drivers 535.43 to 535.86 did, PIDS says which processes there are.

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef PIDS
#define PIDS 1
#endif

struct memory { uint64_t total, free, used; };
struct memory_v2 { uint32_t version; uint64_t total, reserved, free, used; };
struct utilization { uint32_t gpu, memory; };
struct pci { char legacy[16]; uint32_t numbers[5]; char bus[32]; };
struct device { int index; const char *uuid; const char *bus; };

static struct device devices[2] = {
    {0, "GPU-11111111-2222-3333-4444-000000000000", "00000000:3B:00.0"},
    {1, "GPU-11111111-2222-3333-4444-000000000001", "00000000:5E:00.0"},
};
static const uint32_t pids[] = {PIDS};
enum { pid_count = sizeof pids / sizeof *pids };
static const uint64_t size = 80ull << 30;

static int number_after(const char *word, int otherwise) {
    char line[64];
    int found = otherwise;
    FILE *file = fopen(STATE_FILE, "r");
    if (file == NULL) return otherwise;
    while (fgets(line, sizeof line, file) != NULL) {
        if (strncmp(line, word, strlen(word)) != 0) continue;
        if (sscanf(line + strlen(word), "%d", &found) != 1) found = 0;
    }
    fclose(file);
    return found;
}

static int state_of(struct device *device) {
    while (number_after("hang", -1) == 0) sleep(1);
    return number_after("lost", -1) == device->index ? 15 : 0;
}

int nvmlInit_v2(void) { return number_after("start", 0); }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char *text, unsigned size) { snprintf(text, size, "580.65.06"); return 0; }

#ifndef BARE
int nvmlDeviceGetCount_v2(unsigned *count) { *count = 2; return 0; }
#endif

int nvmlDeviceGetHandleByIndex_v2(unsigned index, struct device **device) { *device = &devices[index]; return 0; }

int nvmlDeviceGetUUID(struct device *device, char *text, unsigned size) {
    snprintf(text, size, "%s", device->uuid);
    return 0;
}

int nvmlDeviceGetName(struct device *device, char *text, unsigned size) { snprintf(text, size, "Fake H100"); return 0; }

int nvmlDeviceGetPciInfo_v3(struct device *device, struct pci *pci) {
    snprintf(pci->bus, sizeof pci->bus, "%s", device->bus);
    return 0;
}

int nvmlDeviceGetMemoryInfo(struct device *device, struct memory *memory) {
    *memory = (struct memory){size, size - (3ull << 30), 3ull << 30};
    return state_of(device);
}

int nvmlDeviceGetUtilizationRates(struct device *device, struct utilization *utilization) {
    *utilization = (struct utilization){42, 7};
    return state_of(device);
}

#ifdef OLD

struct process_v1 { uint32_t pid; uint64_t memory; };

int nvmlDeviceGetComputeRunningProcesses(struct device *device, unsigned *count, struct process_v1 *processes) {
    unsigned room = *count;
    *count = pid_count;
    if (room < pid_count) return 7;
    for (int index = 0; index < pid_count; index++) processes[index] = (struct process_v1){pids[index], 1 << 20};
    return state_of(device);
}

#else

int nvmlInitWithFlags(unsigned flags) { return flags == 1 ? number_after("start", 0) : 2; }
int nvmlDeviceGetNumGpuCores(struct device *device, unsigned *cores) { *cores = 16896; return 0; }
int nvmlDeviceGetNumaNodeId(struct device *device, unsigned *node) { *node = device->index; return 0; }

int nvmlDeviceGetMemoryInfo_v2(struct device *device, struct memory_v2 *memory) {
#ifdef MISMATCH
    return 25;
#else
    if (memory->version != 0x02000028) return 25;
    *memory = (struct memory_v2){memory->version, size, 1ull << 30, size - (3ull << 30), 2ull << 30};
    return state_of(device);
#endif
}

int nvmlDeviceGetTopologyCommonAncestor(struct device *one, struct device *other, int *level) { *level = 30; return 0; }

int nvmlDeviceGetP2PStatus(struct device *one, struct device *other, int capability, int *status) {
#ifdef NVLINK
    *status = capability == 2 ? 0 : 5;
#else
    *status = 5;
#endif
    return 0;
}

#ifdef WIDE
struct process { uint32_t pid; uint64_t memory; uint32_t instances[2]; uint64_t protected; };
#else
struct process { uint32_t pid; uint64_t memory; uint32_t instances[2]; };
#endif

int nvmlDeviceGetComputeRunningProcesses_v3(struct device *device, unsigned *count, struct process *processes) {
    unsigned room = *count;
    *count = device->index == 0 ? pid_count : 0;
    if (room < *count) return 7;
    for (unsigned index = 0; index < *count; index++) {
        processes[index].pid = pids[index];
        // The last one's memory is not known.
        processes[index].memory = index + 1 == pid_count ? UINT64_MAX : 5ull << 30;
    }
    return state_of(device);
}

#endif
