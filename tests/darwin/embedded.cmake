# The embedded Mach as a program for Darwin sees it: Darwin's own headers and calls, and mach/embedded.h beside them.
# SPDX-License-Identifier: MIT OR Apache-2.0
add_library(mach INTERFACE IMPORTED GLOBAL)
target_include_directories(mach SYSTEM INTERFACE ${MACHPORT_SDK}/embedded)
target_link_libraries(mach INTERFACE ${MACHPORT_SDK}/embedded/libmach.tbd)
