"""A name space modelled in Python, and random sequences of calls on which both layers must agree with it.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
