"""Changes texts as their authors would get them wrong: words go, come twice, change places, or stand where others stood.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import random
import re
from collections.abc import Iterable

WORD = re.compile(rb"\w+|\s+|.", re.DOTALL)
MOST_AT_ONCE = 4
LONGEST_PIECE = 40
NUMBERS = (b"0", b"-1", b"1.5", b"4294967295", b"18446744073709551616", b"9" * 30, b"null", b"[]", b"{}", b'""', b"\xff", b"\0")


class Mutator:
    """Knows the words of the seeds."""

    def __init__(self, seeds: Iterable[bytes]) -> None:
        self.texts = [seed for seed in seeds if seed]
        self.words = sorted({word for seed in self.texts for word in WORD.findall(seed)} | set(NUMBERS))

    def mutated(self, data: bytes, most: int, seed: int) -> bytes:
        """The data, changed as the seed says, and no longer than allowed."""
        dice = random.Random(seed)
        words = WORD.findall(data) or [b""]
        for _ in range(dice.randint(1, MOST_AT_ONCE)):
            at, length = dice.randrange(len(words) + 1), dice.randint(1, dice.choice((1, 3, LONGEST_PIECE)))
            match dice.randrange(6):
                case 0:
                    del words[at : at + length]
                case 1:
                    words[at:at] = words[at : at + length]
                case 2:
                    words[at : at + 1] = [dice.choice(self.words)]
                case 3:
                    words[at:at] = [dice.choice(self.words)]
                case 4:
                    other = dice.randrange(len(words) + 1)
                    words[at:at] = words[other : other + length]
                case _:
                    words[at : at + length] = self._piece(dice)
        return b"".join(words)[:most]

    def _piece(self, dice: random.Random) -> list[bytes]:
        if not self.texts:
            return []
        text = dice.choice(self.texts)
        at = dice.randrange(len(text))
        return WORD.findall(text[at : at + 8 * LONGEST_PIECE])[: dice.randint(1, LONGEST_PIECE)]
