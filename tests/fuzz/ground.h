/* What the fuzz targets in C stand on: an input's bytes as numbers, memory that cannot all be used, three tasks with rights of
   every kind; and what must hold when an input has come to its end.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#ifndef GROUND_H
#define GROUND_H
#include "../soak/soak.h"
#include <stddef.h>
#include <string.h>

/* What is left of an input. Behind its end there are zeros. */
struct bytes {
    const uint8_t *at, *end;
};
static inline size_t bytes_left(const struct bytes *bytes)
{
    return (size_t)(bytes->end - bytes->at);
}
static inline void bytes_copy(struct bytes *bytes, void *to, size_t size)
{
    size_t there = size < bytes_left(bytes) ? size : bytes_left(bytes);
    memset(to, 0, size);
    memcpy(to, bytes->at, there);
    bytes->at += there;
}
static inline uint8_t any_byte(struct bytes *bytes)
{
    return bytes->at == bytes->end ? 0 : *bytes->at++;
}

/* Memory (memory.c): pages from ADDRESS on that can be read and written, only read, neither, and that are not there; behind
   them, none that anybody has. */
enum { GROUND_PAGES = 16 };
void memory_lay(void);
/* Whatever the number, an address in these pages. */
uintptr_t memory_address(uint64_t number);
/* How much there is behind it. */
size_t memory_behind(uintptr_t address);
/* Pages that libmach made for what travels, and that nobody gave back. */
uint32_t memory_travelling(void);
/* As their owner does who received them: whatever of them is still there. */
void memory_receive(const void *address, size_t size);

/* Tasks and names (ground.c). Every task knows rights of every kind, under these numbers; others come later. */
enum { NAMES = 48, NAMES_FIRST = 20 };
/* Before each input, and after it: nothing is left, or the process ends with a sentence. */
void ground_begin(void);
void ground_end(void);
/* The task that the thread acts as. */
uint32_t ground_task(void);
void ground_enter(uint32_t task);
/* The task ends. A new one has its place; the thread acts as the one that is no more. */
void ground_kill(uint32_t task);
/* A name of the acting task's for a small number; any other number is a name itself. */
mach_port_name_t ground_name(uint32_t number);
/* The acting task came by a name. */
void ground_keep(mach_port_name_t name);
/* The names of the acting task's receive rights. It may have no right to its own space any more. */
uint32_t ground_receive_rights(mach_port_name_t *names, uint32_t most);

/* Messages that came (received.c). */
/* A message in a buffer of so many bytes, received or come back: its names are kept or destroyed, its memory is given back. */
void received_settle(mach_msg_header_t *message, size_t room, bool destroy);
/* The same in two halves, between which whoever destroys the message does. */
void received_look(mach_msg_header_t *message, size_t room, bool keep);
void received_give_back(void);
/* Settles all messages that wait in any task. */
void received_drain(void);

#endif
