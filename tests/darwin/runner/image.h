/* A Mach-O file in memory. Guest memory is host memory: an address means the same on both sides.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef IMAGE_H
#define IMAGE_H
#include "macho.h"
#include "stream.h"
#include <stdbool.h>
#include <stddef.h>

enum { MOST_SEGMENTS = 16, MOST_LIBRARIES = 32, MOST_RUN_PATHS = 8, MOST_IMAGES = 16 };

struct image {
    const char *path;
    const uint8_t *file; /* one architecture's part of it */
    size_t file_size;
    unsigned number; /* in images[] */
    uintptr_t base;  /* where its header lies */
    uint64_t slide;  /* what is added to the addresses in the file */
    const struct segment_command_64 *segments[MOST_SEGMENTS];
    unsigned segment_count;
    /* What it is linked to, by ordinal; NULL where it is the host that stands in for it. */
    struct image *libraries[MOST_LIBRARIES];
    const char *library_names[MOST_LIBRARIES];
    unsigned library_count;
    const char *run_paths[MOST_RUN_PATHS];
    unsigned run_path_count;
    const struct dyld_info_command *info;
    struct linkedit_range exports;
    const struct symtab_command *symbols;
    uintptr_t entry;
    /* What each thread's copy of the thread-local variables begins as. */
    uintptr_t thread_locals;
    size_t thread_locals_size;
};

extern struct image *images[MOST_IMAGES];
extern unsigned image_count;
/* CPU_TYPE_*; 0 until the program is loaded, unless it was asked for. */
extern uint32_t image_cpu;
/* Where libraries are looked for first; NULL for nowhere. */
extern const char *image_folder;

/* Loads a program with all libraries that come as files, in the order in which dyld looks through them, and fixes
   nothing up. */
struct image *image_load_program(const char *path);
/* The image that an address lies in, or NULL. */
struct image *image_at(uintptr_t address);
/* The file of a library that an image is linked to, or NULL where the host stands in for it. Owned by the caller. */
char *image_find_library(const struct image *image, const char *name);
/* A part of its file that the format speaks of by offset and size. */
struct stream image_range(const struct image *image, struct linkedit_range range);
/* The address of what an image exports under a name, or 0. */
uintptr_t image_export(const struct image *image, const char *symbol);
/* Writes all addresses that were not known when the file was linked. */
void image_fix_up(struct image *image);
/* Calls a function for each section of a kind. */
void image_each_section(struct image *image, uint32_t type, void (*each)(struct image *image, const struct section_64 *section));
/* Writes where an address lies, for people. */
void image_describe(uintptr_t address, char *text, size_t room);

#endif
