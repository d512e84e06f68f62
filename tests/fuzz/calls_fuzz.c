/* Calls: a byte says which one, those after it are its arguments.
   SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "calls.h"

enum { CALLS_MOST = 200, EACH = 0x40 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* What a byte means stays when there is one call more. */
    static const struct calls *const kinds[] = {&calls_of_ports, &calls_of_the_rest, &calls_of_machport, &calls_of_machport};
    struct bytes input = {data, data + size};
    ground_begin();
    ground_enter(0);
    for (uint32_t i = 0; i < CALLS_MOST && bytes_left(&input) != 0; i++) {
        const uint8_t which = any_byte(&input);
        const struct calls *calls = kinds[which / EACH];
        calls->functions[which % EACH % calls->count](&input);
    }
    ground_end();
    return 0;
}
