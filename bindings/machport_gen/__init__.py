"""The generator of machport: annotated C headers into one machine-readable definition (the IR), and the IR into bindings.

SPDX-License-Identifier: MIT OR Apache-2.0
"""
