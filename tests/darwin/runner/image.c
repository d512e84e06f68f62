/* Loads Mach-O files: picks the architecture, lays out the segments, finds the libraries.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "image.h"
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

struct image *images[MOST_IMAGES];
unsigned image_count;
uint32_t image_cpu;

static void map_file(struct image *image)
{
    struct stat status;
    const int file = open(image->path, O_RDONLY);
    if (file < 0 || fstat(file, &status) != 0 || status.st_size < (off_t)sizeof(struct mach_header_64))
        refuse("cannot read %s", image->path);
    image->file_size = (size_t)status.st_size;
    image->file = mmap(NULL, image->file_size, PROT_READ, MAP_PRIVATE, file, 0);
    if (image->file == MAP_FAILED)
        refuse("cannot map %s", image->path);
    (void)close(file);
}

/* Leaves of a fat file the part for the program's architecture, or the first. */
static void pick_architecture(struct image *image)
{
    const uint32_t *words = (const uint32_t *)image->file;
    if (words[0] == FAT_CIGAM) {
        const struct fat_arch *parts = (const struct fat_arch *)&words[2];
        const uint32_t count = __builtin_bswap32(words[1]);
        for (uint32_t i = 0; i < count && (size_t)((const uint8_t *)&parts[i + 1] - image->file) <= image->file_size; i++) {
            const size_t offset = __builtin_bswap32(parts[i].offset), size = __builtin_bswap32(parts[i].size);
            if ((image_cpu != 0 && __builtin_bswap32(parts[i].cputype) != image_cpu) || offset > image->file_size ||
                size > image->file_size - offset)
                continue;
            image->file += offset;
            image->file_size = size;
            break;
        }
    }
    const struct mach_header_64 *header = (const struct mach_header_64 *)image->file;
    if (header->magic != MH_MAGIC_64)
        refuse("%s is no 64-bit Mach-O file, or has no part for the architecture that is wanted", image->path);
    if (image_cpu == 0)
        image_cpu = header->cputype;
    if (header->cputype != image_cpu || (image_cpu != CPU_TYPE_ARM64 && image_cpu != CPU_TYPE_X86_64))
        refuse("%s is for another architecture", image->path);
    if (header->sizeofcmds > image->file_size - sizeof *header)
        refuse("%s ends in the middle of its load commands", image->path);
}

struct stream image_range(const struct image *image, struct linkedit_range range)
{
    if (range.offset > image->file_size || range.size > image->file_size - range.offset)
        refuse("%s ends before what it speaks of", image->path);
    return (struct stream){image->file + range.offset, image->file + range.offset + range.size};
}

static void add_segment(struct image *image, const struct segment_command_64 *segment)
{
    if (image->segment_count == MOST_SEGMENTS)
        refuse("%s has more than %d segments", image->path, MOST_SEGMENTS);
    image->segments[image->segment_count++] = segment;
}

static void add_library(struct image *image, const char *name)
{
    if (image->library_count == MOST_LIBRARIES)
        refuse("%s is linked to more than %d libraries", image->path, MOST_LIBRARIES);
    image->library_names[image->library_count++] = name;
}

static const char *text_of(const struct load_command *command)
{
    return (const char *)command + ((const struct text_command *)command)->offset;
}

static void add_run_path(struct image *image, const char *path)
{
    if (image->run_path_count == MOST_RUN_PATHS)
        refuse("%s has more than %d run paths", image->path, MOST_RUN_PATHS);
    image->run_paths[image->run_path_count++] = path;
}

static void each_command(struct image *image, void (*each)(struct image *image, const struct load_command *command))
{
    const struct mach_header_64 *header = (const struct mach_header_64 *)image->file;
    const uint8_t *at = (const uint8_t *)(header + 1), *end = at + header->sizeofcmds;
    for (uint32_t i = 0; i < header->ncmds; i++) {
        const struct load_command *command = (const struct load_command *)at;
        if ((size_t)(end - at) < sizeof *command || command->cmdsize < sizeof *command || command->cmdsize > (size_t)(end - at))
            refuse("%s has a load command that is too long", image->path);
        each(image, command);
        at += command->cmdsize;
    }
}

static void read_command(struct image *image, const struct load_command *command)
{
    switch (command->cmd) {
    case LC_SEGMENT_64: add_segment(image, (const struct segment_command_64 *)command); break;
    case LC_LOAD_DYLIB:
    case LC_LOAD_WEAK_DYLIB:
    case LC_REEXPORT_DYLIB: add_library(image, text_of(command)); break;
    case LC_RPATH: add_run_path(image, text_of(command)); break;
    case LC_DYLD_INFO:
    case LC_DYLD_INFO_ONLY:
        image->info = (const struct dyld_info_command *)command;
        image->exports = image->info->exports;
        break;
    case LC_DYLD_EXPORTS_TRIE: image->exports = ((const struct linkedit_data_command *)command)->data; break;
    case LC_DYLD_CHAINED_FIXUPS: refuse("%s has chained fixups: link it with -no_fixup_chains", image->path);
    case LC_SYMTAB: image->symbols = (const struct symtab_command *)command; break;
    case LC_MAIN: image->entry = (uintptr_t)((const struct entry_point_command *)command)->entryoff; break;
    default: break;
    }
}

static bool is_loaded(const struct segment_command_64 *segment)
{
    return strncmp(segment->segname, "__PAGEZERO", sizeof segment->segname) != 0;
}

/* All segments lie in one piece of memory, at the distances that the file says. */
static void lay_out(struct image *image)
{
    uint64_t low = UINT64_MAX, high = 0;
    for (unsigned i = 0; i < image->segment_count; i++) {
        const struct segment_command_64 *segment = image->segments[i];
        if (!is_loaded(segment))
            continue;
        low = segment->vmaddr < low ? segment->vmaddr : low;
        high = segment->vmaddr + segment->vmsize > high ? segment->vmaddr + segment->vmsize : high;
    }
    if (low >= high)
        refuse("%s has no segments", image->path);
    void *memory = mmap(NULL, high - low, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED)
        refuse("no memory for %s", image->path);
    image->base = (uintptr_t)memory;
    image->slide = image->base - low;
    image->entry += image->entry != 0 ? image->base : 0;
    for (unsigned i = 0; i < image->segment_count; i++) {
        const struct segment_command_64 *segment = image->segments[i];
        if (!is_loaded(segment) || segment->filesize == 0)
            continue;
        if (segment->fileoff > image->file_size || segment->filesize > image->file_size - segment->fileoff)
            refuse("%s ends before its segments do", image->path);
        memcpy((void *)(uintptr_t)(segment->vmaddr + image->slide), image->file + segment->fileoff, segment->filesize);
    }
}

void image_each_section(struct image *image, uint32_t type, void (*each)(struct image *image, const struct section_64 *section))
{
    for (unsigned i = 0; i < image->segment_count; i++) {
        const struct section_64 *sections = (const struct section_64 *)(image->segments[i] + 1);
        for (uint32_t s = 0; s < image->segments[i]->nsects; s++)
            if ((sections[s].flags & SECTION_TYPE) == type)
                each(image, &sections[s]);
    }
}

static void add_thread_locals(struct image *image, const struct section_64 *section)
{
    const uintptr_t start = (uintptr_t)(section->addr + image->slide);
    if (image->thread_locals == 0)
        image->thread_locals = start;
    image->thread_locals_size = start + section->size - image->thread_locals;
}

static struct image *load(const char *path);

static void load_libraries(struct image *image)
{
    for (unsigned i = 0; i < image->library_count; i++) {
        char *path = image_find_library(image, image->library_names[i]);
        if (path == NULL)
            continue;
        for (unsigned k = 0; k < image_count && image->libraries[i] == NULL; k++)
            if (strcmp(images[k]->path, path) == 0)
                image->libraries[i] = images[k];
        if (image->libraries[i] == NULL)
            image->libraries[i] = load(path);
        else
            free(path);
    }
}

static struct image *load(const char *path)
{
    struct image *image = calloc(1, sizeof *image);
    if (image == NULL || image_count == MOST_IMAGES)
        refuse("no room for %s", path);
    image->path = path;
    map_file(image);
    pick_architecture(image);
    each_command(image, read_command);
    lay_out(image);
    image_each_section(image, S_THREAD_LOCAL_REGULAR, add_thread_locals);
    image_each_section(image, S_THREAD_LOCAL_ZEROFILL, add_thread_locals);
    image->number = image_count;
    images[image_count++] = image;
    load_libraries(image);
    return image;
}

struct image *image_load_program(const char *path)
{
    struct image *program = load(path);
    if (((const struct mach_header_64 *)program->file)->filetype != MH_EXECUTE || program->entry == 0)
        refuse("%s is no program", path);
    return program;
}
