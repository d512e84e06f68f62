"""Two libraries that do not know each other: one gives a handle, one waits on it. Between them goes a raw port.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import registry
import waiter

thing = registry.Object()
with waiter.Watch(thing.handle()) as watch:
    print("ended:", watch.ended(0))
    thing.close()
    print("ended:", watch.ended(10))
