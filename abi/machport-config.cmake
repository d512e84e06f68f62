# The targets of the installed ABI. The Mach below it is the one that was installed beside it: a process must not hold two.
# SPDX-License-Identifier: MIT OR Apache-2.0
include(${CMAKE_CURRENT_LIST_DIR}/../mach-embedded/mach-embedded-config.cmake OPTIONAL)
include(${CMAKE_CURRENT_LIST_DIR}/machport-targets.cmake)
