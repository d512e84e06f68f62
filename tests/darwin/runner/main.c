/* macho-run: runs a Mach-O program for macOS, arm64 or x86_64, on Linux.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "call.h"
#include "crash.h"
#include "engine.h"
#include "host.h"
#include "image.h"
#include "stub.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void refuse(const char *sentence, ...)
{
    va_list list;
    va_start(list, sentence);
    (void)fflush(stdout);
    (void)fputs("macho-run: ", stderr);
    (void)vfprintf(stderr, sentence, list);
    (void)fputc('\n', stderr);
    va_end(list);
    _exit(REFUSED);
}

static const char usage[] = "usage: macho-run [-a arm64|x86_64] [-l HOST_LIBRARY]... [-L FOLDER] [-t] PROGRAM [ARGUMENT]...\n"
                            "  -a  which part of a fat file to run\n"
                            "  -l  a library of this host that stands in for Darwin's: libmach.so\n"
                            "  -L  where to look for the program's libraries first\n"
                            "  -t  say each call of the host\n";

static void read_options(int argc, char **argv)
{
    for (int option; (option = getopt(argc, argv, "+a:l:L:t")) != -1;) {
        switch (option) {
        case 'a':
            image_cpu = strcmp(optarg, "arm64") == 0 ? CPU_TYPE_ARM64 : strcmp(optarg, "x86_64") == 0 ? CPU_TYPE_X86_64 : 0;
            if (image_cpu == 0)
                refuse("the architecture %s is not supported", optarg);
            break;
        case 'l': host_open(optarg); break;
        case 'L': image_folder = optarg; break;
        case 't': call_trace = true; break;
        default: (void)fputs(usage, stderr); exit(REFUSED);
        }
    }
    if (optind == argc) {
        (void)fputs(usage, stderr);
        exit(REFUSED);
    }
}

/* What main and every constructor get: argc, argv, envp, and strings of dyld's own, of which there are none. */
static uint64_t arguments[4];

static void run_initializers(struct image *image, const struct section_64 *section)
{
    const uint64_t *functions = (const uint64_t *)(uintptr_t)(section->addr + image->slide);
    for (uint64_t i = 0; i < section->size / sizeof *functions; i++)
        (void)engine_call((uintptr_t)functions[i], arguments, 4);
}

static void run_initializers_by_offset(struct image *image, const struct section_64 *section)
{
    const uint32_t *offsets = (const uint32_t *)(uintptr_t)(section->addr + image->slide);
    for (uint64_t i = 0; i < section->size / sizeof *offsets; i++)
        (void)engine_call(image->base + offsets[i], arguments, 4);
}

int main(int argc, char **argv)
{
    static char *nothing[] = {NULL};
    read_options(argc, argv);
    const struct image *program = image_load_program(argv[optind]);
    crash_begin();
    stub_begin();
    for (unsigned i = image_count; i-- > 0;)
        image_fix_up(images[i]);
    engine_begin_thread();
    arguments[0] = (uint64_t)(argc - optind);
    arguments[1] = (uintptr_t)&argv[optind];
    arguments[2] = (uintptr_t)environ;
    arguments[3] = (uintptr_t)nothing;
    for (unsigned i = image_count; i-- > 0;) {
        image_each_section(images[i], S_MOD_INIT_FUNC_POINTERS, run_initializers);
        image_each_section(images[i], S_INIT_FUNC_OFFSETS, run_initializers_by_offset);
    }
    exit((int)(engine_call(program->entry, arguments, 4) & 0xff));
}
