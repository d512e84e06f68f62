/* Memory that travels.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "memory.h"
#include "uncancelled.h"
#include <errno.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/uio.h>

void *memory_allocate(size_t size)
{
    if (size == 0)
        return NULL;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

bool memory_allocate_at(uintptr_t address, size_t size, bool replaces)
{
    const int flags = MAP_PRIVATE | MAP_ANONYMOUS | (replaces ? MAP_FIXED : MAP_FIXED_NOREPLACE);
    void *memory = mmap((void *)address, size, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (memory == (void *)address)
        return true;
    if (memory != MAP_FAILED) /* a kernel that does not know the flag takes the address for a wish */
        munmap(memory, size);
    return false;
}

void memory_free(void *memory, size_t size)
{
    if (memory != NULL)
        munmap(memory, size);
}

bool memory_unmap(uintptr_t address, size_t size)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE);
    if (address + size < address || address + size > UINTPTR_MAX - page)
        return false;
    uintptr_t start = address & ~(page - 1);
    uintptr_t end = (address + size + page - 1) & ~(page - 1);
    return munmap((void *)start, end - start) == 0;
}

/* msync of nothing that was written does no work, and finds holes. */
bool memory_is_mapped(uintptr_t address, size_t size)
{
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = address & ~(page - 1);
    int error = errno;
    bool mapped = address + size >= address && uncancelled_msync((void *)start, address + size - start, MS_ASYNC) == 0;
    errno = error;
    return mapped;
}

/* Where the process may not read itself, the kernel reads for it: from a pipe comes what could be written into it. */
static bool read_through_pipe(char *to, uintptr_t from, size_t size)
{
    int ends[2];
    if (pipe(ends) != 0)
        return false;
    bool whole = true;
    for (size_t done = 0; whole && done < size;) {
        size_t part = size - done < PIPE_BUF ? size - done : PIPE_BUF;
        whole = uncancelled_write(ends[1], (const void *)(from + done), part) == (long)part &&
                uncancelled_read(ends[0], to + done, part) == (long)part;
        done += part;
    }
    uncancelled_close(ends[0]);
    uncancelled_close(ends[1]);
    return whole;
}

bool memory_read(void *to, uintptr_t from, size_t size)
{
    uintptr_t start = (uintptr_t)to;
    if (size == 0)
        return true;
    if (from + size < from || start + size < start || (start < from + size && from < start + size))
        return false;
    int error = errno;
    bool whole = true;
    for (size_t done = 0; whole && done < size;) {
        struct iovec local = {(void *)(start + done), size - done}, remote = {(void *)(from + done), size - done};
        ssize_t part = process_vm_readv(getpid(), &local, 1, &remote, 1, 0);
        if (part > 0)
            done += (size_t)part;
        else if (part == -1 && (errno == EPERM || errno == ENOSYS))
            return read_through_pipe((char *)(start + done), from + done, size - done);
        else
            whole = false;
    }
    errno = error;
    return whole;
}
