# Debian's clang and lld build for macOS and iOS, with Apple's headers from the folder MACHPORT_SDK (sdk.py makes it).
# SPDX-License-Identifier: MIT OR Apache-2.0
# MACHPORT_TARGET is a target as clang spells it: arm64-apple-macos11.
list(APPEND CMAKE_TRY_COMPILE_PLATFORM_VARIABLES MACHPORT_SDK MACHPORT_TARGET MACHPORT_EMULATOR)
set(CMAKE_SYSTEM_NAME Darwin)
set(CMAKE_C_COMPILER clang)
set(CMAKE_C_COMPILER_TARGET ${MACHPORT_TARGET})
string(REGEX MATCH "^[^-]+" CMAKE_OSX_ARCHITECTURES ${MACHPORT_TARGET})
set(CMAKE_OSX_SYSROOT ${MACHPORT_SDK})
execute_process(COMMAND llvm-config --bindir OUTPUT_VARIABLE llvm OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
set(CMAKE_AR ${llvm}/llvm-ar)
set(CMAKE_RANLIB ${llvm}/llvm-ranlib)
set(CMAKE_INSTALL_NAME_TOOL ${llvm}/llvm-install-name-tool)
# The target says the oldest system, for iOS as well; CMake would say macOS's.
set(CMAKE_OSX_DEPLOYMENT_TARGET "" CACHE STRING "" FORCE)

# The same file from the same sources, wherever they lie (-S: without the places of the object files). Without NDEBUG, for
# the checks of a test are to be there.
get_filename_component(root ${CMAKE_CURRENT_LIST_DIR}/../.. ABSOLUTE)
set(CMAKE_C_FLAGS "\"-ffile-prefix-map=${root}=.\"" CACHE STRING "" FORCE)
set(CMAKE_C_FLAGS_RELWITHDEBINFO "-O2 -g" CACHE STRING "" FORCE)
foreach(kind SHARED EXE)
  set(CMAKE_${kind}_LINKER_FLAGS "-fuse-ld=lld -Wl,-adhoc_codesign,-S" CACHE STRING "" FORCE)
endforeach()

# Programs run above the embedded Mach, whose own interface is one more library for them.
if(MACHPORT_EMULATOR)
  set(CMAKE_CROSSCOMPILING_EMULATOR ${MACHPORT_EMULATOR})
  set(CMAKE_PROJECT_machport_INCLUDE ${CMAKE_CURRENT_LIST_DIR}/embedded.cmake)
endif()
