/* Receiving on GNU Mach. Rights in the message are rights, one after another, and so are its other values bytes, each
   filled up to 4; what lies elsewhere is released.
   SPDX-License-Identifier: MIT OR Apache-2.0
   The kernel leaves a message that is larger than the buffer, and tells how large it is; a smaller one it takes. So the
   buffer is no larger than a message of which both parts fit: one that were all bytes, and one that were all rights. */
#include "mach_ops.h"
#include "traps.h"
#include <stdlib.h>
#include <string.h>

#define HEADER sizeof(struct machport_gnu_header)
#define WORD sizeof(machport_gnu_word_t)
/* Sizes are 32 bits wide, and the kernel does not carry as much. */
#define LARGEST ((size_t)1 << 30)

union small {
    struct machport_gnu_header header;
    char room[1024];
};

/* What is left to read of a message. */
struct rest {
    const machport_gnu_word_t *at;
    size_t words;
    int complex; /* the kernel has looked at every value in it, and put names where rights were */
};

/* One value or several of a type. */
struct item {
    struct machport_gnu_descriptor is;
    const void *data;
    size_t size;
};

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* The most bytes that a message of a size can hold, be they rights or not: they stand behind one descriptor at least. */
static size_t most(size_t size)
{
    return size < HEADER + WORD ? 0 : size - HEADER - WORD;
}

/* The largest message that is sure to fit: one that did not would hold a word more. */
static size_t limit(size_t capacity, size_t rights_capacity)
{
    const size_t bytes = smaller(capacity, LARGEST) & ~(size_t)3;
    const size_t words = smaller((bytes + WORD) / WORD, smaller(rights_capacity, LARGEST / WORD) + 1);
    return HEADER + WORD + words * WORD - 1;
}

static void release(machport_name_t name, uint32_t disposition)
{
    if (name == MACHPORT_NULL || name == MACHPORT_DEAD)
        return;
    if (disposition == MACHPORT_MOVE_RECEIVE)
        (void)machport_op_receive_destroy(name, 0, 0);
    else
        (void)machport_op_deallocate(name);
}

static int is_right(const struct item *item)
{
    return item->is.type >= MACHPORT_MOVE_RECEIVE && item->is.type <= MACHPORT_MAKE_SEND_ONCE;
}

/* Takes the next item off the rest; 0 where there is none. */
static int next(struct rest *rest, struct item *item)
{
    if (rest->words == 0 || rest->words < machport_gnu_descriptor_words(rest->at[0]))
        return 0;
    const size_t described = machport_gnu_descriptor_read(rest->at, &item->is);
    const uint64_t size = ((uint64_t)item->is.count * item->is.bits + 7) / 8;
    const uint64_t words = item->is.in_line ? (size + WORD - 1) / WORD : 1;
    if (words > rest->words - described)
        return 0;
    item->data = rest->at + described;
    item->size = (size_t)size;
    rest->at += described + words;
    rest->words -= described + (size_t)words;
    return 1;
}

static void append_bytes(const struct item *item, char *bytes, machport_received_t *received)
{
    static const char filling[3];
    const size_t missing = -item->size & 3;
    if (item->size == 0)
        return; /* there may be no place for bytes at all */
    memcpy(bytes + received->size, item->data, item->size);
    memcpy(bytes + received->size + item->size, filling, missing);
    received->size += item->size + missing;
}

static void append_rights(const struct item *item, machport_right_t *rights, machport_received_t *received)
{
    const machport_gnu_word_t *names = item->data;
    for (uint32_t i = 0; i < item->is.count; i++)
        rights[received->count++] = (machport_right_t){.name = (machport_name_t)names[i], .disposition = item->is.type};
}

/* Memory of the receiver's, or an array of rights in such memory, where each takes 32 bits. */
static void drop(const struct item *item)
{
    const uintptr_t address = *(const uintptr_t *)item->data;
    for (uint32_t i = 0; is_right(item) && i < item->is.count; i++)
        release(((const machport_name_t *)address)[i], item->is.type);
    if (item->size != 0)
        (void)machport_gnu_trap_vm_deallocate(machport_op_task_self(), address, item->size);
}

/* The kernel has not looked at the values of a message that is not complex: a task may have written anything there. */
static void read_body(struct rest rest, char *bytes, machport_right_t *rights, machport_received_t *received)
{
    struct item item;
    while (next(&rest, &item)) {
        if (item.is.in_line && !is_right(&item)) {
            append_bytes(&item, bytes, received);
        } else if (item.is.in_line && rest.complex) {
            append_rights(&item, rights, received);
        } else {
            received->dropped++;
            if (rest.complex)
                drop(&item);
        }
    }
    if (rest.words != 0)
        received->dropped++;
}

static void read_message(const struct machport_gnu_header *header, void *bytes, machport_right_t *rights,
                         machport_received_t *received)
{
    received->id = header->id;
    received->sequence = header->sequence;
    received->from = (machport_name_t)header->local;
    received->via = header->bits >> 8 & 0xff;
    received->reply = (machport_right_t){.name = (machport_name_t)header->remote, .disposition = header->bits & 0xff};
    const struct rest body = {.at = (const machport_gnu_word_t *)(header + 1),
                              .words = (header->size - HEADER) / WORD,
                              .complex = (header->bits & MACHPORT_GNU_COMPLEX) != 0};
    read_body(body, bytes, rights, received);
}

/* There are no trailers: nobody says where a message came from. */
machport_status_t machport_op_receive(machport_name_t from, void *bytes, size_t capacity, machport_right_t *rights,
                                      size_t rights_capacity, uint32_t timeout_ms, machport_received_t *received)
{
    union small small;
    struct machport_gnu_header *header = &small.header;
    *received = (machport_received_t){.struct_size = received->struct_size, .origin = MACHPORT_ORIGIN_UNKNOWN};
    const size_t size = limit(capacity, rights_capacity);
    if (size > sizeof small)
        header = malloc(size);
    if (header == NULL)
        return MACHPORT_KERN_RESOURCE_SHORTAGE;
    uint32_t options = MACHPORT_GNU_RECEIVE | MACHPORT_GNU_RECEIVE_LARGE;
    if (timeout_ms != MACHPORT_OP_FOREVER)
        options |= MACHPORT_GNU_RECEIVE_TIMEOUT;
    const machport_status_t status =
        machport_gnu_trap_msg(header, options, 0, (uint32_t)size, from, timeout_ms, MACHPORT_NULL) & ~MACHPORT_GNU_NO_ROOM;
    if (status == MACHPORT_KERN_SUCCESS || status == MACHPORT_MACH_RCV_BODY_ERROR) {
        read_message(header, bytes, rights, received);
    } else if (status == MACHPORT_MACH_RCV_TOO_LARGE) {
        received->size = most(header->size);
        received->count = most(header->size) / WORD;
    }
    if (header != &small.header)
        free(header);
    return status;
}
