"""Python's layer by SWIG.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import python_layer

LANGUAGE = python_layer.language("swig", "Python, SWIG", "SWIG, typemaps by hand")
