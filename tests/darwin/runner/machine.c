/* SPDX-License-Identifier: MIT OR Apache-2.0 */
#include "machine.h"
#include "image.h"

static const struct machine arm64 = {
    .name = "arm64",
    .arch = UC_ARCH_ARM64,
    .mode = UC_MODE_ARM,
    .counter = UC_ARM64_REG_PC,
    .stack = UC_ARM64_REG_SP,
    .result = UC_ARM64_REG_X0,
    .link = UC_ARM64_REG_LR,
    .arguments = {UC_ARM64_REG_X0, UC_ARM64_REG_X1, UC_ARM64_REG_X2, UC_ARM64_REG_X3, UC_ARM64_REG_X4, UC_ARM64_REG_X5,
                  UC_ARM64_REG_X6, UC_ARM64_REG_X7},
    .argument_count = 8,
};

static const struct machine x86_64 = {
    .name = "x86_64",
    .arch = UC_ARCH_X86,
    .mode = UC_MODE_64,
    .counter = UC_X86_REG_RIP,
    .stack = UC_X86_REG_RSP,
    .result = UC_X86_REG_RAX,
    .link = NO_REGISTER,
    .arguments = {UC_X86_REG_RDI, UC_X86_REG_RSI, UC_X86_REG_RDX, UC_X86_REG_RCX, UC_X86_REG_R8, UC_X86_REG_R9},
    .argument_count = 6,
    .return_size = 8,
};

const struct machine *machine(void)
{
    return image_cpu == CPU_TYPE_ARM64 ? &arm64 : &x86_64;
}
