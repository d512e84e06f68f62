"""`python -m machport` is the command `machport`.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import sys

from machport.cli import main

sys.exit(main())
