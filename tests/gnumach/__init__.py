"""The ABI on a real Mach: GNU Mach's kernel, booted in QEMU with a test program as its first task.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
