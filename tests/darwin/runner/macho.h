/* What a loader reads of the Mach-O format. Names and numbers are the format's own.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef MACHO_H
#define MACHO_H
#include <stdint.h>

#define FAT_CIGAM 0xbebafeca /* FAT_MAGIC as a little-endian host reads it */
#define MH_MAGIC_64 0xfeedfacf
#define MH_EXECUTE 2
#define CPU_TYPE_X86_64 0x01000007
#define CPU_TYPE_ARM64 0x0100000c

struct fat_arch { /* big-endian, as is all of a fat file's header */
    uint32_t cputype, cpusubtype, offset, size, align;
};

struct mach_header_64 {
    uint32_t magic, cputype, cpusubtype, filetype, ncmds, sizeofcmds, flags, reserved;
};

#define LC_SYMTAB 0x2
#define LC_LOAD_DYLIB 0xc
#define LC_SEGMENT_64 0x19
#define LC_LOAD_WEAK_DYLIB 0x80000018
#define LC_RPATH 0x8000001c
#define LC_REEXPORT_DYLIB 0x8000001f
#define LC_DYLD_INFO 0x22
#define LC_DYLD_INFO_ONLY 0x80000022
#define LC_MAIN 0x80000028
#define LC_DYLD_EXPORTS_TRIE 0x80000033
#define LC_DYLD_CHAINED_FIXUPS 0x80000034

struct load_command {
    uint32_t cmd, cmdsize;
};

struct segment_command_64 {
    uint32_t cmd, cmdsize;
    char segname[16];
    uint64_t vmaddr, vmsize, fileoff, filesize;
    uint32_t maxprot, initprot, nsects, flags;
};

#define VM_PROT_WRITE 2
#define VM_PROT_EXECUTE 4

#define SECTION_TYPE 0xff
#define S_MOD_INIT_FUNC_POINTERS 0x9
#define S_THREAD_LOCAL_REGULAR 0x11
#define S_THREAD_LOCAL_ZEROFILL 0x12
#define S_INIT_FUNC_OFFSETS 0x16

struct section_64 {
    char sectname[16], segname[16];
    uint64_t addr, size;
    uint32_t offset, align, reloff, nreloc, flags, reserved1, reserved2, reserved3;
};

/* LC_LOAD_DYLIB and its sisters, and LC_RPATH: a text stands at an offset from the command. */
struct text_command {
    uint32_t cmd, cmdsize, offset;
};

struct symtab_command {
    uint32_t cmd, cmdsize, symoff, nsyms, stroff, strsize;
};

#define N_STAB 0xe0
#define N_TYPE 0x0e
#define N_SECT 0x0e

struct nlist_64 {
    uint32_t n_strx;
    uint8_t n_type, n_sect;
    uint16_t n_desc;
    uint64_t n_value;
};

struct linkedit_range {
    uint32_t offset, size;
};

struct dyld_info_command {
    uint32_t cmd, cmdsize;
    struct linkedit_range rebase, bind, weak_bind, lazy_bind, exports;
};

struct linkedit_data_command {
    uint32_t cmd, cmdsize;
    struct linkedit_range data;
};

struct entry_point_command {
    uint32_t cmd, cmdsize;
    uint64_t entryoff, stacksize;
};

/* The upper half of a byte of rebase and bind opcodes; the lower is a number. */
#define OPCODE_MASK 0xf0
#define IMMEDIATE_MASK 0x0f

#define REBASE_OPCODE_DONE 0x00
#define REBASE_OPCODE_SET_TYPE_IMM 0x10
#define REBASE_OPCODE_SET_SEGMENT_AND_OFFSET_ULEB 0x20
#define REBASE_OPCODE_ADD_ADDR_ULEB 0x30
#define REBASE_OPCODE_ADD_ADDR_IMM_SCALED 0x40
#define REBASE_OPCODE_DO_REBASE_IMM_TIMES 0x50
#define REBASE_OPCODE_DO_REBASE_ULEB_TIMES 0x60
#define REBASE_OPCODE_DO_REBASE_ADD_ADDR_ULEB 0x70
#define REBASE_OPCODE_DO_REBASE_ULEB_TIMES_SKIPPING_ULEB 0x80

#define BIND_OPCODE_DONE 0x00
#define BIND_OPCODE_SET_DYLIB_ORDINAL_IMM 0x10
#define BIND_OPCODE_SET_DYLIB_ORDINAL_ULEB 0x20
#define BIND_OPCODE_SET_DYLIB_SPECIAL_IMM 0x30
#define BIND_OPCODE_SET_SYMBOL_TRAILING_FLAGS_IMM 0x40
#define BIND_OPCODE_SET_TYPE_IMM 0x50
#define BIND_OPCODE_SET_ADDEND_SLEB 0x60
#define BIND_OPCODE_SET_SEGMENT_AND_OFFSET_ULEB 0x70
#define BIND_OPCODE_ADD_ADDR_ULEB 0x80
#define BIND_OPCODE_DO_BIND 0x90
#define BIND_OPCODE_DO_BIND_ADD_ADDR_ULEB 0xa0
#define BIND_OPCODE_DO_BIND_ADD_ADDR_IMM_SCALED 0xb0
#define BIND_OPCODE_DO_BIND_ULEB_TIMES_SKIPPING_ULEB 0xc0
#define BIND_SYMBOL_FLAGS_WEAK_IMPORT 0x1

#define BIND_SPECIAL_DYLIB_SELF 0
#define BIND_SPECIAL_DYLIB_MAIN_EXECUTABLE (-1)
/* Below that: whichever image has it. */

#define EXPORT_SYMBOL_FLAGS_KIND_MASK 0x03
#define EXPORT_SYMBOL_FLAGS_KIND_ABSOLUTE 0x02
#define EXPORT_SYMBOL_FLAGS_REEXPORT 0x08
#define EXPORT_SYMBOL_FLAGS_STUB_AND_RESOLVER 0x10

#endif
