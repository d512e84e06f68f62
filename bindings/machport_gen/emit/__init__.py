"""Emitters: each turns a definition into the text of one file. None needs clang.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
