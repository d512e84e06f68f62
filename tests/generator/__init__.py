"""The generator: what it reads, what it refuses, what it emits, and that what it emits works.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
