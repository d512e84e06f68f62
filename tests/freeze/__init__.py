"""Nothing that was promised is broken.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
