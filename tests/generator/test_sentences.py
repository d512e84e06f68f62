"""What a definition says in words reaches comments and docstrings of every language, and nothing else: no sentence ends one.

SPDX-License-Identifier: MIT OR Apache-2.0
"""

import ast
import json
import re
import subprocess
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from machport_gen import ir, reader
from machport_gen.emit import languages
from machport_gen.glue import swig
from machport_gen.words import Refused
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, String, Text, Whitespace

from .build import TYPEMAPS
from .golden import FILES, GOLDEN, INCLUDE

PROSE = {"doc", "text", "when"}
PLAIN = "word"
LEXERS = {"cs": "csharp", "h": "c", "hpp": "cpp", "i": "c", "js": "javascript", "pm": "perl"}
LEXERS |= {"rb": "ruby", "rs": "rust", "ts": "typescript"}
ENDS = ("*/", "/*", '"""', "'''", '"', "'", "`", "\\", "\\u", "\\u002a/", "//", "--]]", "=end", "=cut", "__END__", "</summary>")
INSERTED = (
    "<",
    ">",
    "&",
    "@",
    "@param",
    "{@",
    "}",
    "$",
    "${x}",
    "#{x}",
    "%}",
    "%enddef",
    "%s",
    "[[",
    "]]",
    "-- ",
    "; x",
    "\n",
    "\r",
)
LINES = ("\x85", "\u2028", "\u2029", "\x00", "\x1b", "\t", " ")
SENTENCES = st.lists(st.sampled_from([PLAIN, " ", *ENDS, *INSERTED, *LINES]) | st.text(max_size=3), max_size=6).map(
    lambda parts: "".join(parts).strip(" ") or PLAIN
)


def said_anew(value: Any, sentence: str) -> Any:
    """The same definition, which says this sentence wherever it says one."""
    if isinstance(value, list):
        return [said_anew(each, sentence) for each in value]
    if isinstance(value, dict):
        return {key: sentence if key in PROSE and each else said_anew(each, sentence) for key, each in value.items()}
    return value


@cache
def plain(golden: str) -> dict[str, Any]:
    return {file: program(file, text) for file, text in emitted(golden, PLAIN).items()}


def definition(golden: str, sentence: str) -> ir.Definition:
    data = json.loads((GOLDEN / golden / "ir.json").read_text(encoding="utf-8"))
    return ir.loads(json.dumps(said_anew(data, sentence)))


def emitted(golden: str, sentence: str) -> dict[str, str]:
    """Each file of it, by name. SWIG's interface is SWIG's to read."""
    described = definition(golden, sentence)
    return {file: languages.LANGUAGES[language](described) for language, file in FILES.items() if language != "swig"}


def program(file: str, text: str) -> list[tuple[Any, str]]:
    """What is left without comments, strings and space."""
    if file == "library.map":  # without a word of prose
        return [(Text, text)]
    suffix = file.rpartition(".")[2]
    if suffix in ("py", "pyi"):
        return [(type(node), vars(node).get("name")) for node in ast.walk(ast.parse(text)) if not isinstance(node, ast.Constant)]
    lexer = get_lexer_by_name(LEXERS.get(suffix, suffix))
    aside = (Comment, String, Whitespace, Text)
    return [(kind, word) for kind, word in lexer.get_tokens(text) if not any(kind in each for each in aside)]


@pytest.mark.parametrize("golden", ["ownership", "structs", "statuses"])
@given(sentence=SENTENCES)
@settings(deadline=None, max_examples=100)
def test_a_sentence_is_refused_or_stays_one(golden: str, sentence: str) -> None:
    try:
        made = emitted(golden, sentence)
    except Refused:
        control = any(unicodedata.category(letter) in ("Cc", "Cs", "Zl", "Zp") for letter in sentence)
        assert control or "*/" in sentence or "/*" in sentence
        return
    for file, expected in plain(golden).items():
        assert program(file, made[file]) == expected, file
        assert not file.endswith(".java") or "\\u" not in made[file], file


NASTY = " ".join(" ".join([PLAIN, *(end for end in ENDS if end not in ("*/", "/*", "\\u002a/")), *INSERTED[:-2]]).split())


def test_swig_takes_any_sentence(tmp_path: Path) -> None:
    interface = tmp_path / "swig.i"
    interface.write_text(languages.LANGUAGES["swig"](definition("structs", NASTY)), encoding="utf-8")
    options = [f"@{TYPEMAPS}/options", "-Wall", "-Werror", f"-I{TYPEMAPS}", "-outdir", tmp_path]
    subprocess.run([swig(), *options, "-o", tmp_path / "wrapper.c", interface], check=True)
    strings = re.findall(r'"((?:[^"\\]|\\.)*)"', (tmp_path / "wrapper.c").read_text(encoding="utf-8"))
    said = " ".join("".join(strings).replace("\\n", " ").split())
    assert NASTY.replace("\\", "\\\\").replace('"', '\\"') in said


def test_a_header_that_says_what_no_comment_can_hold_is_refused_at_its_line(tmp_path: Path) -> None:
    header = tmp_path / "bad.h"
    header.write_text("#include <machport.h>\n\n/** A call of one\x01or two. */\nmachport_status_t f(void);\n")
    with pytest.raises(Refused, match=r"bad.h:4: f says '\\x01', which no comment can hold in every language"):
        reader.read(header, INCLUDE)
