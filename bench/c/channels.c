/* The kernel's channels: a pipe, and a pair of sockets, whose messages may carry a descriptor.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "exchange.h"
#include "must.h"
#include "subject.h"
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

static int reader, writer, near, far;

static void make_pipe(uint32_t live)
{
    int ends[2];
    (void)live;
    must(pipe(ends) == 0);
    reader = ends[0];
    writer = ends[1];
}

static void write_and_read(uint32_t count)
{
    char bytes[MESSAGE_SIZE] = {0};
    for (uint32_t i = 0; i < count; i++) {
        must(write(writer, bytes, sizeof bytes) == MESSAGE_SIZE);
        must(read(reader, bytes, sizeof bytes) == MESSAGE_SIZE);
    }
}

static void make_sockets(uint32_t live)
{
    int ends[2];
    (void)live;
    must(socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) == 0);
    near = ends[0];
    far = ends[1];
}

static void send_and_receive(uint32_t count)
{
    char bytes[MESSAGE_SIZE] = {0};
    for (uint32_t i = 0; i < count; i++) {
        must(send(near, bytes, sizeof bytes, 0) == MESSAGE_SIZE);
        must(recv(far, bytes, sizeof bytes, 0) == MESSAGE_SIZE);
    }
}

/* Room for one descriptor beside the bytes. */
struct envelope {
    char bytes[MESSAGE_SIZE];
    _Alignas(struct cmsghdr) char room[CMSG_SPACE(sizeof(int))];
    struct iovec part;
    struct msghdr header;
};

static void prepare(struct envelope *envelope)
{
    envelope->part = (struct iovec){envelope->bytes, sizeof envelope->bytes};
    envelope->header = (struct msghdr){
        .msg_iov = &envelope->part, .msg_iovlen = 1, .msg_control = envelope->room, .msg_controllen = sizeof envelope->room};
}

static void send_descriptor(struct envelope *envelope, int descriptor)
{
    prepare(envelope);
    struct cmsghdr *control = CMSG_FIRSTHDR(&envelope->header);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(sizeof descriptor);
    memcpy(CMSG_DATA(control), &descriptor, sizeof descriptor);
    must(sendmsg(near, &envelope->header, 0) == MESSAGE_SIZE);
}

static int receive_descriptor(struct envelope *envelope)
{
    int descriptor;
    prepare(envelope);
    must(recvmsg(far, &envelope->header, 0) == MESSAGE_SIZE);
    struct cmsghdr *control = CMSG_FIRSTHDR(&envelope->header);
    must(control != NULL && control->cmsg_type == SCM_RIGHTS);
    memcpy(&descriptor, CMSG_DATA(control), sizeof descriptor);
    return descriptor;
}

/* It is copied by nature: the sender keeps his, and the receiver closes the one that came. */
static void pass_descriptor(uint32_t count)
{
    static struct envelope envelope;
    for (uint32_t i = 0; i < count; i++) {
        send_descriptor(&envelope, STDOUT_FILENO);
        must(close(receive_descriptor(&envelope)) == 0);
    }
}

static const struct operation of_pipe[] = {{"message", 4000, write_and_read}};
static const struct operation of_sockets[] = {{"message", 2000, send_and_receive}, {"SCM_RIGHTS", 1000, pass_descriptor}};

const struct subject pipes = {"pipe", make_pipe, of_pipe, sizeof of_pipe / sizeof *of_pipe};
const struct subject sockets = {"socketpair", make_sockets, of_sockets, sizeof of_sockets / sizeof *of_sockets};

/* Between two threads: one pipe for each way. */
static int there[2], back[2];

static void begin(void)
{
    must(pipe(there) == 0 && pipe(back) == 0);
}

static void put(int writer)
{
    char bytes[MESSAGE_SIZE] = {0};
    must(write(writer, bytes, sizeof bytes) == MESSAGE_SIZE);
}

static void get(int reader)
{
    char bytes[MESSAGE_SIZE];
    must(read(reader, bytes, sizeof bytes) == MESSAGE_SIZE);
}

static void call(void)
{
    put(there[1]);
    get(back[0]);
}

static void answer(void)
{
    get(there[0]);
    put(back[1]);
}

static void put_there(void)
{
    put(there[1]);
}

static void get_there(void)
{
    get(there[0]);
}

const struct exchange pipe_exchange = {"pipe", begin, call, answer, put_there, get_there};
