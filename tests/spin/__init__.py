"""The machine of rights as a model that Spin goes through, and that libmach must agree with.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
