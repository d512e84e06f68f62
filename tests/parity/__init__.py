"""The two layers are the definition, and equal: names, signatures, texts, answers, and what they say to bad input.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
