"""The grammar of dates: what reads, what is impossible, what is left alone."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from llm_kg.dates import ImpossibleDateError, PartialDate, parse_date

NAMES = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)

READ = {
    "2020": "2020",
    "2020-05": "2020-05",
    "2023-3": "2023-03",
    "2020-05-01": "2020-05-01",
    "2020/05/01": "2020-05-01",
    "2020/5/1": "2020-05-01",
    "2020/05": "2020-05",
    "2020.05": "2020-05",
    "2020.12": "2020-12",
    "2020.5.1": "2020-05-01",
    "2020-5-1": "2020-05-01",
    "2020/03/04": "2020-03-04",
    "2020-02-29": "2020-02-29",
    "May 2020": "2020-05",
    "May. 2023": "2023-05",
    "Sept 2019": "2019-09",
    "Sept. 2019": "2019-09",
    "Sep 2019": "2019-09",
    "Mar. 2023": "2023-03",
    "March 2023": "2023-03",
    "Dec. 2022": "2022-12",
    "JUNE 2021": "2021-06",
    "1 May 2020": "2020-05-01",
    "01-May-2020": "2020-05-01",
    "May 1, 2020": "2020-05-01",
    "May 1st 2020": "2020-05-01",
    "May 22nd, 2020": "2020-05-22",
    "3rd June 2020": "2020-06-03",
    "2020 May": "2020-05",
    "May, 2020": "2020-05",
    "May-2020": "2020-05",
    "2023年": "2023",
    "2023年3月": "2023-03",
    "23年3月": "2023-03",
    "2023年3月14日": "2023-03-14",
    "2023 年 3 月 14 号": "2023-03-14",
    "２０２３年３月": "2023-03",
    "２０２０－０５": "2020-05",
    "2020\u201105": "2020-05",
    "2020-05-01T12:30:00Z": "2020-05-01",
    "2020-05-01T12:30:00.123456+02:00": "2020-05-01",
    "2020-05-01 23:59": "2020-05-01",
    "  May  2020\t": "2020-05",
    "\u00a02020\u3000": "2020",
    " " * 10_000 + "2020": "2020",
    "1950": "1950",
    "2039": "2039",
    "1000-01": "1000-01",
    "9999-12-31": "9999-12-31",
    # one digit behind a point, unless it may be the rest of "2020.10"
    "2020.5": "2020-05",
    "2023.3": "2023-03",
    # the year behind
    "03/2023": "2023-03",
    "3/2023": "2023-03",
    "05-2020": "2020-05",
    "13/04/2020": "2020-04-13",
    "04/13/2020": "2020-04-13",
    "4/4/2020": "2020-04-04",
    "31.12.2020": "2020-12-31",
    "31-12-2020": "2020-12-31",
    # Chinese words
    "二〇二三年": "2023",
    "二〇二三年三月": "2023-03",
    "二○二三年十月": "2023-10",
    "二零二三年十二月三十一日": "2023-12-31",
    "二〇二三 年 十一 月 二十 号": "2023-11-20",
    "2023年十月3日": "2023-10-03",
    # the month's name in the middle
    "2023 Mar": "2023-03",
    "2023-Mar": "2023-03",
    "Mar-2023": "2023-03",
    "2023-Mar-15": "2023-03-15",
    "2023 March 15": "2023-03-15",
    "Mar. 15, 2023": "2023-03-15",
    "March 15th, 2023": "2023-03-15",
    "２０２３": "2023",
}

UNREAD = (
    *("", " ", "-", "?", "N/A", "unknown", "May", "March", "05", "12-25", "3月"),
    *("03/04/2020", "04-05-2020", "04.05.2020", "1.13.2020", "13-04/2020", "13/04-2020", "13/04/20"),
    *("05.2020", "12.2020", "3/1000", "24/1024", "3/2048", "1/2/2020/3", "103/2020", "/2020", "3//2020"),
    *("'23 Mar", "Mar-23", "Mar 23", "23年", "2023 H1", "2023-03 (v1)", "2023-03 ~ 2023-07"),
    *("1.3", "2.0", "3.5", "v2023.1", "v2023", "GPT-4", "7B", "1024", "2048", "4096", "1949", "2040", "1000"),
    *("1024.5", "2048.12", "2020.1", "0.2023"),
    *(
        "二三年三月",
        "二〇二三年十十月",
        "二〇二三年三十月十三十日",
        "二〇二三年零月",
        "二千零二十三年",
        "十二月",
    ),
    *("二〇二三年三月二日日", "二〇二三", "三年", "〇〇〇一年"),
    *("'23", "23", "2023?", "~2023", "early 2023", "c. 2023", "2023+", "-2023", "2023s", "2020s"),
    *("Q3 2024", "2024 Q3", "2024Q3", "H1 2024", "spring 2024", "2020-W05", "2020-123"),
    *("2020-2021", "2003–05", "2020 - 05", "2020 05", "2020-05/01", "2020-05.01"),
    *(
        "20200501",
        "202005",
        "02020",
        "0999",
        "0000",
        "0000-01-01",
        "12020",
        "2020-005",
        "2020-05-011",
    ),
    *("2020-1²", "2020-05-1¹", "202⁰", "2020½", "٢٠٢٠", "２０２０⁵", "2020年②月"),
    *("2020-05-01T", "2020-05-01T25:00", "2020-05-01T12", "2020-05-01T12:61", "2020-05T12:00"),
    *("2020-05-01Z", "2020-05-01 12:30 PM", "1 May 2020 12:00"),
    *(
        "Mayy 2020",
        "Ma 2020",
        "Mai 2020",
        "May May 2020",
        "May 2020 2021",
        "1 2 May 2020",
        "May 20",
    ),
    *("in May 2020", "May 2020 (v2)", "since 2020", "2020, 2021", "May/June 2020", "May.. 2020"),
    *("1.5", "175B", "v2020.05", "2020-05-01, 2020-06-01", "2020\x0005", "May1 2020x", "5月2020年"),
    *("9" * 5_000, "-" * 200_000, "2020-" * 50_000, "May " * 50_000, "2020 年" * 9, "." * 64),
    *("1/" * 500_000, "二" * 1_000_000, "2020.1" * 200_000, " " * 1_000_000, "1 " * 500_000),
)

IMPOSSIBLE = {
    "2020-13": "2020-13 is no date: there is no month 13",
    "2020-00": "2020-00 is no date: there is no month 0",
    "2020.13": "2020-13 is no date: there is no month 13",
    "2020-13-01": "2020-13-01 is no date: there is no month 13",
    "2023-02-30": "2023-02-30 is no date: February 2023 has the days 1 to 28",
    "2023/02/29": "2023-02-29 is no date: February 2023 has the days 1 to 28",
    "31 Feb 2020": "2020-02-31 is no date: February 2020 has the days 1 to 29",
    "Apr 31st, 2021": "2021-04-31 is no date: April 2021 has the days 1 to 30",
    "2020-05-00": "2020-05-00 is no date: May 2020 has the days 1 to 31",
    "2020-05-32T12:00:00": "2020-05-32 is no date: May 2020 has the days 1 to 31",
    "2023年13月": "2023-13 is no date: there is no month 13",
    "2023.13": "2023-13 is no date: there is no month 13",
    "2024/24": "2024-24 is no date: there is no month 24",
    "13/2023": "2023-13 is no date: there is no month 13",
    "13/13/2023": "2023-13-13 is no date: there is no month 13",
    "31/02/2023": "2023-02-31 is no date: February 2023 has the days 1 to 28",
    "02/31/2023": "2023-02-31 is no date: February 2023 has the days 1 to 28",
    "二〇二三年十三月": "2023-13 is no date: there is no month 13",
    "二〇二三年二月三十日": "2023-02-30 is no date: February 2023 has the days 1 to 28",
    "2023年2月30日": "2023-02-30 is no date: February 2023 has the days 1 to 28",
}


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_reads_dates_as_precise_as_stated(text: str, expected: str) -> None:
    assert str(parse_date(text)) == expected


@pytest.mark.parametrize("text", UNREAD)
def test_leaves_alone_what_is_not_certainly_a_date(text: str) -> None:
    assert parse_date(text) is None


@pytest.mark.parametrize(("text", "message"), IMPOSSIBLE.items())
def test_says_why_a_date_is_impossible(text: str, message: str) -> None:
    with pytest.raises(ImpossibleDateError) as error:
        parse_date(text)
    assert str(error.value) == message


@pytest.mark.parametrize(
    "parts", [(999,), (10_000,), (-2020,), (2020, 0), (2020, 13), (2020, None, 1), (2020, 2, 30)]
)
def test_a_partial_date_exists(parts: tuple[int, ...]) -> None:
    with pytest.raises(ImpossibleDateError):
        PartialDate(*parts)


@pytest.mark.parametrize(
    ("date", "precision", "datatype", "earliest", "latest"),
    [
        (PartialDate(2020), "year", "gYear", (2020, 1, 1), (2020, 12, 31)),
        (PartialDate(2020, 2), "month", "gYearMonth", (2020, 2, 1), (2020, 2, 29)),
        (PartialDate(2020, 2, 3), "day", "date", (2020, 2, 3), (2020, 2, 3)),
    ],
)
def test_precision(
    date: PartialDate,
    precision: str,
    datatype: str,
    earliest: tuple[int, int, int],
    latest: tuple[int, int, int],
) -> None:
    assert date.precision == precision
    assert date.datatype == datatype
    assert date.earliest == datetime.date(*earliest)
    assert date.latest == datetime.date(*latest)


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("2018-06", "2018-06-01", True),
        ("2018-06", "2018-06-30", True),
        ("2018", "2018-06-01", True),
        ("2018", "2018", True),
        ("2018-06", "2018-07", False),
        ("2018-06-01", "2018-06-02", False),
        ("2018-06", "2018-07-01", False),
        ("2018", "2019-01", False),
    ],
)
def test_dates_agree_where_one_contains_the_other(one: str, other: str, agree: bool) -> None:
    first, second = parse_date(one), parse_date(other)
    assert first is not None
    assert second is not None
    assert first.agrees_with(second) is agree
    assert second.agrees_with(first) is agree


DAYS = st.dates(datetime.date(1000, 1, 1)) | st.dates(datetime.date(1950, 1, 1), datetime.date(2039, 12, 31))
DATES = st.one_of(
    DAYS.map(lambda day: PartialDate(day.year)),
    DAYS.map(lambda day: PartialDate(day.year, day.month)),
    DAYS.map(lambda day: PartialDate(day.year, day.month, day.day)),
)


LIKELY = range(1950, 2040)
WORDS = ("", *"一二三四五六七八九", "十", *(f"十{digit}" for digit in "一二三四五六七八九"))
WORDS += ("二十", *(f"二十{digit}" for digit in "一二三四五六七八九"), "三十", "三十一")


def renderings(date: PartialDate) -> list[str]:
    """Write a date in every way that the grammar knows."""
    year, month, day = date.year, date.month, date.day
    worded = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    if month is None:
        plain = [f"{year}"] if year in LIKELY else []
        return [*plain, f"{year}年", f" {year} 年 ", f"{worded}年", f"{worded.replace('〇', '零')} 年"]
    name = NAMES[month - 1]
    names = [
        name,
        name.upper(),
        name[:3],
        f"{name[:3]}.",
        *(["Sept", "Sept."] if month == 9 else []),
    ]
    if day is None:
        likely = [f"{year}.{month:02}", *(f"{month:02}{sep}{year}" for sep in "-/"), f"{month}/{year}"]
        return [
            *(f"{year}{sep}{month:02}" for sep in "-/"),
            *(f"{year}{sep}{month}" for sep in "-/"),
            *(likely if year in LIKELY else []),
            *([f"{year}.{month}"] if year in LIKELY and month > 1 else []),
            *(f"{year}年{month}月", f"{year} 年 {month:02} 月", f"{worded}年{WORDS[month]}月"),
            *(text for word in names for text in (f"{word} {year}", f"{year} {word}")),
            *(f"{word}, {year}" for word in names),
            *(text for word in names for text in (f"{word}-{year}", f"{year}-{word}")),
        ]
    ordinal = {1: "st", 2: "nd", 3: "rd"}.get(day % 10 if day not in (11, 12, 13) else 0, "th")
    return [
        *(f"{year}{sep}{month:02}{sep}{day:02}" for sep in "-/."),
        *(f"{year}{sep}{month}{sep}{day}" for sep in "-/."),
        *(f"{year}年{month}月{day}日", f"{year}年{month:02}月{day:02}号"),
        f"{worded}年{WORDS[month]}月{WORDS[day]}日",
        *(f"{day:02}{sep}{month:02}{sep}{year}" for sep in "-/." if day > 12 or day == month),
        *(f"{month}{sep}{day}{sep}{year}" for sep in "-/" if day > 12 or day == month),
        *(f"{year}-{month:02}-{day:02}{time}" for time in ("T00:00", "T23:59:60Z", " 12:30+0800")),
        *(f"{day} {word} {year}" for word in names),
        *(f"{year} {word} {day}" for word in names),
        *(f"{word} {day}, {year}" for word in names),
        *(f"{word} {day}{ordinal} {year}" for word in names),
    ]


@given(DATES)
def test_every_rendering_reads_back(date: PartialDate) -> None:
    for text in renderings(date):
        assert parse_date(text) == date, text
        wide = text.translate({code: code + 0xFEE0 for code in range(0x30, 0x3A)})
        assert parse_date(wide) == date, wide


@given(st.integers(1, 12), st.integers(1, 12), st.sampled_from("-/."), st.sampled_from(LIKELY))
def test_which_is_the_month_is_not_guessed(one: int, other: int, sep: str, year: int) -> None:
    date = parse_date(f"{one}{sep}{other}{sep}{year}")
    assert date == (PartialDate(year, one, one) if one == other else None)


@given(DATES, DATES)
def test_agreement_is_containment(one: PartialDate, other: PartialDate) -> None:
    assert one.earliest <= one.latest
    assert one.agrees_with(one)
    assert one.agrees_with(other) is other.agrees_with(one)
    short, long = sorted((str(one), str(other)), key=len)
    assert one.agrees_with(other) is long.startswith(short)


@given(
    st.one_of(
        st.text(),
        st.text(alphabet="0123456789-/. ,年月日T:Z+'~?２¹mayMAYthstQ〇二三十"),
        st.builds("{}{}{}".format, st.text(max_size=3), DATES, st.text(max_size=3)),
    )
)
def test_any_text_reads_or_is_impossible(text: str) -> None:
    try:
        date = parse_date(text)
    except ImpossibleDateError:
        return
    assert date is None or parse_date(f"{date}年" if date.month is None else str(date)) == date
