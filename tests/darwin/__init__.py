"""Darwin without a Mac: the library and its tests as Mach-O files, checked against Apple's headers and run in an emulator.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
