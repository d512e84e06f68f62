/* One Mach in a process: a second copy of libmach would be a second world, in which no name of the first means anything.
   SPDX-License-Identifier: MIT OR Apache-2.0
   Every copy carries an ELF note. As a copy is loaded it looks for another object with the same note, in its own linker
   namespace: what dlmopen loads into another is not seen. */
#include <elf.h>
#include <link.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NOTE_NAME "machport"
#define NOTE_TYPE 0x6d616368

__attribute__((section(".note.machport"), used, aligned(4))) static const struct {
    ElfW(Nhdr) header;
    char name[(sizeof NOTE_NAME + 3) & ~(size_t)3];
} note = {{sizeof NOTE_NAME, 0, NOTE_TYPE}, NOTE_NAME};

static int has_note(const char *at, size_t size)
{
    while (size >= sizeof(ElfW(Nhdr))) {
        ElfW(Nhdr) header;
        memcpy(&header, at, sizeof header);
        const char *name = at + sizeof header;
        size_t length = sizeof header + ((header.n_namesz + 3u) & ~(size_t)3) + ((header.n_descsz + 3u) & ~(size_t)3);
        if (length > size)
            return 0;
        if (header.n_type == NOTE_TYPE && header.n_namesz == sizeof NOTE_NAME && memcmp(name, NOTE_NAME, sizeof NOTE_NAME) == 0)
            return 1;
        at += length;
        size -= length;
    }
    return 0;
}

struct search {
    char first[512];
    int found;
};

static int look_at(struct dl_phdr_info *info, size_t info_size, void *data)
{
    struct search *search = data;
    (void)info_size;
    for (ElfW(Half) i = 0; i < info->dlpi_phnum; i++) {
        const ElfW(Phdr) *segment = &info->dlpi_phdr[i];
        if (segment->p_type != PT_NOTE || !has_note((const char *)(info->dlpi_addr + segment->p_vaddr), segment->p_memsz))
            continue;
        if (search->found++ == 0) {
            snprintf(search->first, sizeof search->first, "%s", info->dlpi_name);
        } else {
            fprintf(stderr,
                    "libmach: this process has loaded two copies of the embedded Mach, %s and %s; rights of one mean nothing to "
                    "the other. "
                    "Link everything to one libmach.so.1.\n",
                    search->first, info->dlpi_name);
            abort();
        }
    }
    return 0;
}

__attribute__((constructor(101))) static void check_only_one(void)
{
    struct search search = {.found = 0};
    dl_iterate_phdr(look_at, &search);
}
