"""Compares every declaration of mach/include with Apple's own headers.

SPDX-License-Identifier: MIT OR Apache-2.0

declared.py says what a header declares, compared.py where two do it differently, and differences.json which of those are meant.
Apple's headers come with the ziglang package, and are nowhere else.
"""
