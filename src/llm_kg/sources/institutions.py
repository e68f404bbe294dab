"""Names that say by their own words that they are those of universities, institutes or companies."""

from __future__ import annotations

import re

__all__ = ["is_institution"]


def is_institution(text: str) -> bool:
    """Tell whether a name says by its own words that it is a university's or an institute's.

    >>> is_institution("University of Sussex"), is_institution("华南理工大学"), is_institution("大学")
    (True, True, False)
    >>> is_institution("The University Challenge: A Benchmark"), is_institution("Finch Lab")
    (False, True)
    """
    return len(text) <= _LONGEST_INSTITUTION and _INSTITUTION.fullmatch(text) is not None


_LONGEST_INSTITUTION = 60
# "The College", "Best University" and "某公司" name none.
_NO_PROPER = (
    r"(?:The|A|An|Our|This|That|Your|Their|My|Any|Each|Every|Some|Other|Top|Best|New|Local|Open Source)"
)
_ANY_ONE = (
    "一家|某个?|多家|几家|其[他它]|各|本|该|我|国内|国外|海外|外国|开源|闭源|初创|创业|上市|科技|互联网|人工智能|知名|著名"
    "|大型|小型|民办|重点|国家|有限|软件|游戏|母|子|分"
)
# "Prompt Lab" is a tool, and "Data Lab" may be anybody's.
_ANY_LAB = (
    r"(?:\w+ )?(?:Model|Prompt|Chat|Music|Voice|Speech|Code|Data|Agent|Image|Video|Language|Learning"
    r"|Research|Creative|Deep|Machine|Neural|Text|Smart|Digital|Open|Virtual|Play|Home|Web|Cloud|Vision"
    r"|The|Our|My|Your) "
)
_NAME_WORD = r"(?:[A-Z][\w.'’&–-]*|of|for|and|the|de|di|du|der)"
_INSTITUTION = re.compile(
    rf"(?!{_NO_PROPER} [A-Z][a-z]+$|Of |Universit|College |Institute |Academy )(?:{_NAME_WORD} ){{1,5}}"
    r"(?:University|Institute|Academy|College|Laborator(?:y|ies)|Polytechnic)"
    rf"(?:(?:,| of| for| at| in| and)(?: {_NAME_WORD}){{1,5}}| London| Dublin| Cork)?"
    rf"|(?!{_ANY_LAB})[A-Z][a-z]+(?: [A-Z][a-z]+)? Lab"
    rf"|(?:University|Institute|Academy|College|Laboratory) (?:of|for)(?:,? {_NAME_WORD}){{1,6}}"
    rf"|(?:{_NAME_WORD} ){{0,5}}"
    r"(?:Università|Universität|Universidad|Universidade|Universitat|Université|Institut)"
    rf"(?:,? {_NAME_WORD}){{1,5}}"
    rf"|(?!(?:{_ANY_ONE})+(?:大学|学院|研究院|研究所|实验室|公司|集团))(?!来自|由|基于)"
    r"(?:(?![的了是与及或和])[\u3400-\u9fff]){2,14}(?:大学|学院|研究院|研究所|实验室|公司|集团|大學|研究所|株式会社)(?:[(（][\u3400-\u9fff]{1,8}[)）])?"
)
