/* Messages: records of an option, sizes, names and the bytes of a message that is handed to mach_msg.
   SPDX-License-Identifier: MIT OR Apache-2.0
   The caller's promises are kept, for what breaks them is his: buffers are as large as he says, and addresses lie in the
   target's own pages. */
#include "ground.h"

enum { RECORDS_MOST = 24, OVERWRITE = 1, DESTROY = 2 };

struct record {
    uint32_t option;
    uint16_t size, room; /* of the message that is sent, and for the one that comes */
    uint8_t task, from, how, unused;
};

static void name_at(char *at)
{
    uint32_t number;
    memcpy(&number, at, sizeof number);
    number = ground_name(number);
    memcpy(at, &number, sizeof number);
}

/* Numbers that mean a name or an address become one. */
static size_t give_meaning(char *at, size_t left)
{
    mach_msg_type_descriptor_t type;
    if (left < sizeof type)
        return left;
    memcpy(&type, at, sizeof type);
    size_t size = type.type == MACH_MSG_PORT_DESCRIPTOR ? sizeof(mach_msg_port_descriptor_t) : sizeof(mach_msg_ool_descriptor_t);
    if (left < size)
        return left;
    if (type.type == MACH_MSG_PORT_DESCRIPTOR) {
        name_at(at + offsetof(mach_msg_port_descriptor_t, name));
    } else if (type.type == MACH_MSG_GUARDED_PORT_DESCRIPTOR) {
        name_at(at + offsetof(mach_msg_guarded_port_descriptor_t, name));
    } else {
        uint64_t number;
        memcpy(&number, at, sizeof number);
        void *address = (void *)memory_address(number);
        memcpy(at, &address, sizeof address);
    }
    return size;
}

static void compose(char *buffer, size_t size)
{
    mach_msg_base_t base;
    if (size < sizeof base.header)
        return;
    name_at(buffer + offsetof(mach_msg_header_t, msgh_remote_port));
    name_at(buffer + offsetof(mach_msg_header_t, msgh_local_port));
    memset(buffer + offsetof(mach_msg_header_t, msgh_size), 0, sizeof base.header.msgh_size); /* tells whether it came back */
    if (size < sizeof base)
        return;
    memcpy(&base, buffer, sizeof base);
    size_t at = sizeof base;
    for (uint32_t i = 0; i < base.body.msgh_descriptor_count && at < size && MACH_MSGH_BITS_IS_COMPLEX(base.header.msgh_bits);
         i++)
        at += give_meaning(buffer + at, size - at);
}

static void check_trailer(const mach_msg_header_t *message, size_t room, mach_msg_option_t option)
{
    mach_msg_trailer_t trailer;
    size_t end = round_msg(message->msgh_size);
    REQUIRE(end + REQUESTED_TRAILER_SIZE(option) <= room, "the trailer is over the end");
    memcpy(&trailer, (const char *)message + end, sizeof trailer);
    REQUIRE(trailer.msgh_trailer_type == MACH_MSG_TRAILER_FORMAT_0 && trailer.msgh_trailer_size == REQUESTED_TRAILER_SIZE(option),
            "a trailer of type %u and %u bytes", trailer.msgh_trailer_type, trailer.msgh_trailer_size);
}

static bool has_come(mach_msg_return_t status)
{
    return status == MACH_MSG_SUCCESS || (status & ~MACH_MSG_MASK) == MACH_RCV_BODY_ERROR;
}

static void exchange(const struct record *record, struct bytes *input)
{
    const mach_msg_option_t option = (mach_msg_option_t)record->option | MACH_SEND_TIMEOUT | MACH_RCV_TIMEOUT;
    const bool sends = (option & MACH_SEND_MSG) != 0, receives = (option & MACH_RCV_MSG) != 0;
    const bool apart = (record->how & OVERWRITE) != 0, destroys = (record->how & DESTROY) != 0;
    size_t size = record->size < bytes_left(input) ? record->size : bytes_left(input);
    size_t length = !apart && receives && record->room > size ? record->room : size;
    char *sent = malloc(length), *got = apart ? malloc(record->room) : sent;
    bytes_copy(input, sent, size);
    if (sends)
        compose(sent, size);
    mach_msg_header_t *message = (mach_msg_header_t *)sent, *came = (mach_msg_header_t *)got;
    mach_msg_return_t status = mach_msg_overwrite(message, option, (mach_msg_size_t)size, record->room, ground_name(record->from),
                                                  0, MACH_PORT_NULL, apart ? came : NULL, 0);
    if (receives && has_come(status)) {
        check_trailer(came, record->room, option);
        received_settle(came, record->room, destroys);
    } else if (sends && status != MACH_MSG_SUCCESS && (status & MACH_RCV_IN_PROGRESS & ~MACH_SEND_IN_PROGRESS) == 0 &&
               size >= sizeof *message && message->msgh_size != 0) {
        received_settle(message, size, destroys);
    }
    if (got != sent)
        free(got);
    free(sent);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bytes input = {data, data + size};
    ground_begin();
    for (uint32_t i = 0; i < RECORDS_MOST && bytes_left(&input) > sizeof(struct record); i++) {
        struct record record;
        bytes_copy(&input, &record, sizeof record);
        ground_enter(record.task % TASKS);
        exchange(&record, &input);
    }
    ground_end();
    return 0;
}
