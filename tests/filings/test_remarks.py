"""Every refusal and note is a whole sentence in both languages."""

import json
import re

import pytest

from milestones.filings.remarks import (
    FORMAT_NAMES,
    NOTE_TEXTS,
    REFUSAL_TEXTS,
    FilingRefused,
    Note,
    remark_sentence,
)
from milestones.i18n import Locale

PARAMS = {
    "cells": 2,
    "numbers": "3, 9",
    "path": "报送/a.csv",
    "reason": "invalid Zip archive",
    "format": "pdf",
    "byte": 36,
    "row": 3,
    "header": "地区 | 合计",
    "kind": "patents",
    "kinds": ("patents", "assessments"),
    "missing": ("institution_id", "granted_on"),
    "field": "application_no",
    "columns": ("A 申请号", "D 专利号"),
    "sheets": ("一", "二"),
    "cell": "XFD1000000",
    "column": "D 合同金额",
    "rows": 2,
    "first": 4,
    "province": "海南省",
    "declared": 27,
    "counted": 28,
    "count": 26,
    "limit": 4_000,
    "megabytes": 1_500,
    "seconds": 60,
    "strange": ("失效日期", "x"),
    "filled": 5,
    "sheet": "盘点",
    "links": ("外部",),
    "encoding": "Big5",
    "option": "--leave-out 失效日期",
}


def places(message):
    return {name: PARAMS[name] for name in re.findall(r"{(\w+)}", message)}


@pytest.mark.parametrize("rule", REFUSAL_TEXTS)
def test_a_refusal_is_said_in_both_languages(rule):
    refused = FilingRefused(rule, **places(REFUSAL_TEXTS[rule]), **({"kind": "patents"}
                            if rule == "duplicate_column" else {}))  # fmt: skip
    chinese, english = (refused.sentence(Locale(lang)) for lang in ("zh", "en"))
    assert chinese != english == str(refused)
    assert chinese.endswith("。") and english.endswith(".")
    assert not re.search("[{}]|'|None", chinese + english)


@pytest.mark.parametrize("rule", NOTE_TEXTS)
def test_a_note_is_said_in_both_languages(rule):
    note = Note(rule, "warning", places(NOTE_TEXTS[rule]))
    chinese, english = (note.sentence(Locale(lang)) for lang in ("zh", "en"))
    assert chinese != english
    assert not re.search("[{}]|'|None", chinese + english)


def test_columns_and_kinds_are_named_in_the_reader_s_language():
    refused = FilingRefused("incomplete_kind", **places(REFUSAL_TEXTS["incomplete_kind"]))
    assert (
        "专利清单，但缺少以下列：机构代码、授权公告日。未能识别的列：失效日期、x。"
        in refused.sentence(Locale("zh"))
    )
    assert "list of patents, where the file misses: institution_id and granted_on." in str(refused)


def test_a_note_can_be_kept_as_json_and_said_later():
    note = Note("sheets_not_read", "information", {"sheets": ("一", "二")})
    kept = json.loads(json.dumps(dict(note.params)))
    assert remark_sentence(note.rule, kept, Locale("zh")) == note.sentence(Locale("zh"))
    assert "一、二" in note.sentence(Locale("zh"))


def test_formats_are_named():
    for form in FORMAT_NAMES:
        assert "{" not in FilingRefused("other_format", format=form).sentence(Locale("zh"))
