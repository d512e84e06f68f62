"""Python's layer by cffi.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import python_layer

LANGUAGE = python_layer.language("cffi", "Python, cffi", "cffi, generated")
