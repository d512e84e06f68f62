"""The package machport: owned types, the command, and what befalls a process that uses them.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
