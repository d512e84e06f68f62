"""The two raw layers, machport.raw.swig and machport.raw.cffi: the C functions under their own names.

SPDX-License-Identifier: MIT OR Apache-2.0

The layers are identical in everything that can be seen: names, signatures, docstrings, results and errors.
"""
