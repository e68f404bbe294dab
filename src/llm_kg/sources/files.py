"""From a name on the command line to decoded text."""

from __future__ import annotations

import codecs
import sys
from dataclasses import replace
from pathlib import Path
from typing import IO, Final, NamedTuple

from llm_kg.errors import SourceError
from llm_kg.findings import Finding, Findings
from llm_kg.names import slug
from llm_kg.places import Place, Source
from llm_kg.sources.base import Text

__all__ = ["MOST_BYTES", "Lost", "decode", "is_utf8_text", "locate", "lost_in", "named_by", "open_source"]

# Files that are certainly no text. Sources: the formats' own specifications.
_SIGNATURES = {
    b"\x89PNG\r\n\x1a\n": "a PNG image",
    b"\xff\xd8\xff": "a JPEG image",
    b"GIF8": "a GIF image",
    b"%PDF-": "a PDF document",
    b"\x1f\x8b": "a gzip archive",
    b"BZh": "a bzip2 archive",
    b"\xfd7zXZ\x00": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
    b"PK\x03\x04": "a ZIP archive",
    b"7z\xbc\xaf\x27\x1c": "a 7z archive",
    b"\x7fELF": "a program",
    b"SQLite format 3\x00": "an SQLite database",
    b"PAR1": "a Parquet file",
    b"\x93NUMPY": "a NumPy file",
}

# UTF-32 first: its little-endian mark begins with that of UTF-16.
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)

#: How much is read of a source that must be held in memory as a whole, in bytes. Some gigabytes of
#: memory are needed for so much.
MOST_BYTES: Final = 200_000_000
_CHUNK: Final = 1 << 20

# Names that say nothing of the list: the folder's name is the source's.
_NAMELESS = frozenset({"readme", "index"})


def open_source(name: str, findings: Findings, *, most: int | None = MOST_BYTES) -> tuple[Text, str]:
    """Return the text of a source, and the suffix that tells its kind.

    `name` is a path, `ID=PATH`, or `-` for standard input; `most` is how many bytes a file may have.
    What is no regular file never has more than `MOST_BYTES`, for it may never end.

    Raises
    ------
    SourceError
        There is no such file, or it is a folder, a device, unreadable, too big, empty or binary.
    """
    source, path = locate(name)
    content = _stream(sys.stdin.buffer, "<stdin>") if path is None else _bytes(path, most)
    for signature, kind in _SIGNATURES.items():
        if content.startswith(signature):
            raise SourceError(f"{source.path}: this is {kind}, not a list; give a text file")
    if not content.strip():
        raise SourceError(f"{source.path}: the {'input' if path is None else 'file'} is empty")
    text = Text.of(source, decode(content, _encoding(content), source, findings))
    if lost := lost_in(text):
        findings.add(lost.finding)
    return text, path.suffix.lower() if path else ""


def locate(name: str) -> tuple[Source, Path | None]:
    """Return the source that a name means, and its path; None for standard input."""
    declared, path = _split(name)
    if path == "-":
        return Source(declared or "stdin", "<stdin>"), None
    return Source(declared or _source_id(Path(path)), path), Path(path)


def named_by(name: str, located: Source, completed: Source) -> Source:
    """Return what is known of a source, with the id that `ID=PATH` gives it."""
    return completed if name in ("-", located.path) else replace(completed, id=located.id)


def is_utf8_text(start: bytes) -> bool:
    """Tell whether the first bytes of a file are not those of another encoding, or of no text."""
    return _encoding(start).startswith("utf-8") and not start.startswith(tuple(_SIGNATURES))


def _split(name: str) -> tuple[str | None, str]:
    """Split `ID=PATH`; a path that exists is one, whatever it holds."""
    declared, equals, path = name.partition("=")
    if not equals or "/" in declared or "\\" in declared or Path(name).exists():
        return None, name
    if not declared or not path:
        raise SourceError(f"{name!r}: write NAME=FILE to name a source, or FILE alone")
    return slug(declared), path


def _source_id(path: Path) -> str:
    nameless = path.stem.lower() in _NAMELESS
    return slug((nameless and path.resolve().parent.name) or path.stem)


def _bytes(path: Path, most: int | None) -> bytes:
    if path.is_dir():
        raise SourceError(f"{path}: this is a folder; name the files in it, such as {path}/README.md")
    if path.is_char_device() or path.is_block_device():
        raise SourceError(
            f"{path}: this is a device, which may never end; give a file, or - for standard input"
        )
    try:
        if not path.is_file():
            with path.open("rb") as stream:
                return _stream(stream, str(path))
        if most is not None and path.stat().st_size > most:
            raise _too_big(str(path), most)
        return path.read_bytes()
    except FileNotFoundError:
        raise SourceError(f"{path}: no such file; check the name and the working directory") from None
    except PermissionError:
        raise SourceError(f"{path}: not readable; check its permissions") from None
    except SourceError:
        raise
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise SourceError(f"{path}: cannot be read: {reason}") from None


def _stream(stream: IO[bytes], name: str) -> bytes:
    """Return what a pipe has, which must be no more than `MOST_BYTES`."""
    content = bytearray()
    while chunk := stream.read(_CHUNK):
        content += chunk
        if len(content) > MOST_BYTES:
            raise _too_big(name, MOST_BYTES)
    return bytes(content)


def _too_big(name: str, most: int) -> SourceError:
    return SourceError(
        f"{name}: more than {most // 1_000_000} MB are not read at once; split it, or give the records as a "
        "file of JSON Lines or CSV"
    )


def _encoding(content: bytes) -> str:
    return next((name for mark, name in _BYTE_ORDER_MARKS if content.startswith(mark)), "utf-8")


def decode(content: bytes, encoding: str, source: Source, findings: Findings, first: int = 0) -> str:
    """Return the text of a source, or of its lines from `first` (0-based) on; what is no text is replaced."""
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        if encoding == "utf-8" and (chinese := _gb18030(content)) is not None:
            message = "this is no UTF-8, and was read as GB 18030"
            place = Place(source, first + 1, 1)
            findings.add(Finding.of("encoding", message, place, mend="save it as UTF-8"))
            return chinese
        text = content.decode(encoding, errors="replace")
    # No format has NUL, and Markdown replaces it just so.
    return text.replace("\x00", _LOST)


#: Stands for what could not be decoded, now or when the file was made.
_LOST: Final = "\ufffd"
#: So many lines are named in one finding.
_MOST_LINES: Final = 5


class Lost(NamedTuple):
    """What of a text could not be decoded: where it begins, how many characters, and in which lines."""

    place: Place
    number: int
    lines: tuple[int, ...]  # the first ones
    more: int  # lines than these

    def joined(self, below: Lost) -> Lost:
        """Return what two stretches of one source have lost, the second below the first."""
        lines = (*self.lines, *below.lines)
        more = self.more + below.more + len(lines[_MOST_LINES:])
        return Lost(self.place, self.number + below.number, lines[:_MOST_LINES], more)

    @property
    def finding(self) -> Finding:
        """The finding that tells it."""
        what = "1 character that is" if self.number == 1 else f"{self.number:,} characters that are"
        named = ", ".join(map(str, self.lines)) + (f" and {self.more:,} more" if self.more else "")
        lines = f"line{'s' * (len(self.lines) > 1)} {named}"
        return Finding.of("encoding", f"U+FFFD stands for {what} none of the encoding: {lines}", self.place)


def lost_in(text: Text) -> Lost | None:
    """Return what could not be decoded of a text, or of a stretch of one."""
    if _LOST not in text.text:
        return None
    lines = [number for number, line in enumerate(text.lines) if _LOST in line]
    place = text.place(text.first + lines[0], text.lines[lines[0]].index(_LOST))
    named = tuple(text.first + number + 1 for number in lines[:_MOST_LINES])
    return Lost(place, text.text.count(_LOST), named, len(lines) - len(named))


# Bytes of another encoding may be valid, too, but do not give words that lists of models have.
_CHINESE_WORDS: Final = (
    "模型",
    "参数",
    "机构",
    "公司",
    "论文",
    "开源",
    "发布",
    "大学",
    "名称",
    "地址",
    "语言",
)


def _gb18030(content: bytes) -> str | None:
    """Return a text in GB 18030; None where it is not certain that it is one.

    >>> _gb18030("大语言模型，参数".encode("gb18030")), _gb18030("modèle".encode("latin-1"))
    ('大语言模型，参数', None)
    """
    try:
        text = content.decode("gb18030")
    except UnicodeDecodeError:
        return None
    return text if sum(word in text for word in _CHINESE_WORDS) > 1 and "\x00" not in text else None
