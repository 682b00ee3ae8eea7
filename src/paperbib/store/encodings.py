"""Bytes become text: byte order marks, UTF-8, and what older programs wrote."""

from __future__ import annotations

import codecs
import re
from typing import Final

from paperbib.errors import PaperbibError
from paperbib.model import Problem

_HINT = "Save it as UTF-8"
_NOT_TEXT_HINT = "notes are text files; export it as text"
_SAMPLE = 262_144
"""So many bytes tell an encoding."""

_MARKS: Final = (
    # The mark of UTF-16 starts that of UTF-32: the longer one first.
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC: Final = (
    b"%PDF-",
    b"\x89PNG\r\n",
    b"GIF87a",
    b"GIF89a",
    b"\xff\xd8\xff",  # JPEG
    b"PK\x03\x04",  # ZIP, also office documents and EPUB
    b"\x1f\x8b\x08",  # gzip
    b"7z\xbc\xaf",
    b"\xfd7zXZ",
    b"\x28\xb5\x2f\xfd",  # Zstandard
    b"\xd0\xcf\x11\xe0",  # old office documents
    b"\x7fELF",
    b"SQLite format 3",
)
_LATIN: Final = tuple("cp1252 cp1250 cp1254 iso8859_2 mac_roman".split())
_OTHERS: Final = tuple("cp1251 koi8_r cp1253 cp1255 cp1256 cp932 euc_jp gb18030 big5 cp949".split())
_NAME: Final = {"cp932": "shift_jis", "cp949": "euc_kr", "koi8_r": "koi8-r"}
_WIDE_BYTE = re.compile(rb"[\x80-\xff]")
_PAIR = re.compile(rb"[\x80-\xff]{2,}")
_CONTROL = re.compile(rb"[\x00-\x06\x0e-\x1a\x1c-\x1f]")
_MANY_CONTROLS, _MANY_PAIRS, _MANY_NULS, _LEAST_WIDE = 0.02, 0.4, 0.4, 16
_DAMAGED = "paperbib-damaged"


class NoteError(PaperbibError):
    """One note cannot be read; the others can."""


def not_text(name: str) -> NoteError:
    """The error for a file that holds no text."""
    return NoteError(f"{name}: this file is not text", hint=_NOT_TEXT_HINT)


class Decoder:
    """Decodes a note, block after block; no character is cut, no line end changed.

    A byte order mark tells the encoding. Without one it is UTF-8; where it is
    not, the encoding is guessed, and a problem says so.

    Args:
        file: The note's name, for problems.
    """

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self._decoder: codecs.IncrementalDecoder | None = None
        self._is_ascii = True
        self._line, self._column, self._after_return = 1, 1, False

    def decode(self, block: bytes, *, final: bool) -> str:
        """Decode the next block.

        Args:
            block: The first one holds what tells the encoding: 256 KiB, or all.
            final: Whether it is the last.

        Raises:
            NoteError: The file is no text.
        """
        if self._decoder is None:
            self._decoder, block = self._start(block)
        try:
            text = self._decoder.decode(block, final)
        except UnicodeDecodeError as error:
            text = self._change(error, final=final)
        if "\0" in text:
            raise not_text(self.file)
        self._advance(text)
        return text

    def _start(self, block: bytes) -> tuple[codecs.IncrementalDecoder, bytes]:
        for mark, encoding in _MARKS:
            if block.startswith(mark):
                errors = "strict" if encoding == "utf-8" else "replace"
                return _decoder(encoding, errors), block[len(mark) :]
        if block.startswith(_MAGIC):
            raise not_text(self.file)
        wide = _wide(block)
        if wide is not None:
            self._tell(f"read as {wide.upper()}: this note is not UTF-8 text")
            return _decoder(wide, "replace"), block
        return _decoder("utf-8", "strict"), block

    def _change(self, error: UnicodeDecodeError, *, final: bool) -> str:
        """Go on in another encoding where the bytes are not UTF-8."""
        block = error.object
        if b"\0" in block:
            raise not_text(self.file) from error
        was_utf8 = not self._is_ascii
        is_damaged = was_utf8 or _is_mostly_utf8(block[:_SAMPLE])
        # A pair of bytes may look like UTF-8 by chance: another encoding starts with the first.
        wide = _WIDE_BYTE.search(block)
        start = error.start if is_damaged or wide is None else wide.start()
        before, after = block[:start].decode(), block[start:]
        sample = after[:_SAMPLE]
        if len(_CONTROL.findall(sample)) > _MANY_CONTROLS * len(sample) + 1:
            raise not_text(self.file) from error
        self._advance(before)
        if is_damaged:
            self._tell(f"this note is not UTF-8 text throughout (byte 0x{after[0]:02x})")
            self._decoder = _decoder("utf-8", _DAMAGED)
        else:
            encoding = detect(sample)
            self._tell(f"read as {_NAME.get(encoding, encoding)}: this note is not UTF-8 text")
            self._decoder = _decoder(encoding, "replace")
        text = self._decoder.decode(after, final)
        # Where the text ends does not matter any more: the problem has been told.
        return before + text

    def _tell(self, what: str) -> None:
        problem = Problem(
            kind="note",
            what=what,
            hint=_HINT,
            file=self.file,
            line=self._line,
            column=self._column,
        )
        self.problems.append(problem)

    def _advance(self, text: str) -> None:
        """Keep the place up to which all was well."""
        if not text or self.problems:
            return
        lines = text.count("\n")
        if "\r" in text:
            lines += text.count("\r") - text.count("\r\n")
        lines -= self._after_return and text.startswith("\n")
        self._after_return = text.endswith("\r")
        last = max(text.rfind("\n"), text.rfind("\r"))
        self._line += lines
        self._column = len(text) - last if last >= 0 else self._column + len(text)
        self._is_ascii = self._is_ascii and text.isascii()


def detect(sample: bytes) -> str:
    """The encoding that a text is most likely written in, not being UTF-8.

    Windows-1252 where nothing speaks against it: what matters in notes is ASCII.

    >>> detect("- Jérôme, à l'École".encode("cp1252"))
    'cp1252'
    >>> detect("Заметки о статьях: внимание это всё".encode("koi8-r"))
    'koi8_r'
    """
    from charset_normalizer import from_bytes

    high = len(sample) - len(sample.translate(None, bytes(range(0x80, 0x100))))
    paired = sum(len(run) for run in _PAIR.findall(sample))
    # Accents stand alone; the letters of other scripts are written with each other. And
    # two-byte characters would swallow the ASCII letter after an accented one.
    candidates = _LATIN + (_OTHERS if paired > _MANY_PAIRS * high else ())
    matches = from_bytes(sample, cp_isolation=list(candidates))
    best = matches.best()
    if best is None:
        return "cp1252"
    equals = {best.encoding, *best.could_be_from_charset}
    equals |= {
        one.encoding
        for one in matches
        if (one.chaos, one.coherence) == (best.chaos, best.coherence)
    }
    return next((one for one in candidates if one in equals), best.encoding)


def _decoder(encoding: str, errors: str) -> codecs.IncrementalDecoder:
    return codecs.getincrementaldecoder(encoding)(errors)


def _wide(block: bytes) -> str | None:
    """UTF-16 without its mark: of mostly Latin text, every other byte is zero."""
    head = block[:4096]
    if len(head) < _LEAST_WIDE:
        return None
    even, odd = head[0::2].count(0), head[1::2].count(0)
    enough = _MANY_NULS * (len(head) // 2)
    if odd > enough and not even:
        return "utf-16-le"
    return "utf-16-be" if even > enough and not odd else None


def _is_mostly_utf8(sample: bytes) -> bool:
    """Whether more characters beyond ASCII are well formed than not."""
    text = sample.decode(errors="replace")
    bad = text.count("\ufffd")
    return sum(not one.isascii() for one in text) > 2 * bad


def _as_western(error: UnicodeError) -> tuple[str, int]:
    """The characters for bytes that are not UTF-8 in a text that is."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_DAMAGED, _as_western)
