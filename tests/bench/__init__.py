"""What is fast stays fast.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
