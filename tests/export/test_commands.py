"""The commands `figure` and `verify`, as people and scripts meet them."""

import json
import shutil

import pytest
from pypdf import PdfReader
from small_home import Steward
from story import FORMULA

from milestones.export.stamp import Stamp


@pytest.mark.parametrize("form", ["csv", "xlsx", "json", "parquet", "pptx"])
def test_a_figure_is_written_and_verified(form, run, tmp_path):
    out = tmp_path / f"pipeline.{form}"
    done = run("figure", "pipeline", "--out", out, "--province", "330000")
    assert (done.exit_code, done.stdout.splitlines()[0]) == (0, str(out)), done.output
    told = run("verify", out)
    assert told.exit_code == 0
    assert told.stdout.startswith("Same values")
    is_all = form not in ("xlsx", "pptx")
    assert ("Every number" in told.stdout) == is_all, "how charts are drawn is not compared"


def test_a_picture_is_written_and_verified(run, tmp_path):
    out = tmp_path / "pipeline.pdf"
    done = run("figure", "pipeline", "--out", out, "--lang", "zh", "--preset", "square")
    assert done.exit_code == 0, done.output
    assert "专利" in PdfReader(out).pages[0].extract_text()
    told = run("verify", out, lang="zh_CN.UTF-8")
    assert told.exit_code == 0 and "图片中的数字无法读回" in told.stdout


def test_without_a_browser_all_but_pictures_are_written(run, tmp_path, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", str(tmp_path / "no-browser"))
    done = run("figure", "province_map", "--out", tmp_path / "map.png")
    assert done.exit_code == 1 and "without a browser" in done.stderr
    for form in ("pptx", "xlsx"):
        assert run("figure", "province_map", "--out", tmp_path / f"map.{form}").exit_code == 0
    told = run("verify", tmp_path / "map.pptx")
    assert told.exit_code == 0 and "no numbers to read back" in told.stdout


def test_both_languages_are_one_file_or_two(run, tmp_path):
    assert run("figure", "changes", "--out", tmp_path / "a.json", "--lang", "both").exit_code == 0
    assert set(json.loads((tmp_path / "a.json").read_text())["words"]) == {"zh", "en"}
    done = run("figure", "changes", "--out", tmp_path / "b.csv", "--lang", "both")
    names = [line.rsplit("/", 1)[-1] for line in done.stdout.splitlines()]
    assert names == ["b.zh.csv", "b.zh.csv.stamp.json", "b.en.csv", "b.en.csv.stamp.json"]
    stamps = [(tmp_path / f"b.{lang}.csv.stamp.json").read_text() for lang in ("zh", "en")]
    assert len({Stamp.from_json(stamp).values for stamp in stamps}) == 1
    assert run("verify", tmp_path / "b.zh.csv.stamp.json").exit_code == 0


def test_the_language_is_the_terminal_s_where_none_is_asked_for(run, tmp_path):
    run("figure", "pipeline", "--out", tmp_path / "a.csv", lang="zh_CN.UTF-8")
    assert "环节" in (tmp_path / "a.csv").read_text("utf-8-sig")


def test_an_institution_a_day_and_a_word_for_the_mark(run, tmp_path):
    out = tmp_path / "own.xlsx"
    asked = ("--institution", "U1", "--as-of", "2024-11-20", "--classification", "内部")
    assert run("figure", "institution_profile", "--out", out, *asked, "--lang", "zh").exit_code == 0
    assert run("verify", out).exit_code == 0
    out = tmp_path / "own.json"
    run("figure", "institution_profile", "--out", out, *asked, "--lang", "zh")
    texts = json.loads(out.read_text())["words"]["zh"]
    assert texts["mark"].endswith("内部") and texts["selection"].startswith(FORMULA)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("provinces", "--out", "a.csv"), "There is no such figure"),
        (("pipeline", "--out", "a.doc"), "not written in the format of a.doc"),
        (("pipeline", "--out", "a"), "not written in the format of a "),
        (("pipeline", "--out", "nowhere/a.csv"), "cannot be written"),
        (("pipeline", "--out", "a.png", "--preset", "poster"), "There is no such page"),
        (("pipeline", "--out", "a.csv", "--institution", "U9"), "U9 is not there"),
        (("pipeline", "--out", "a.csv", "--as-of", "2031-01-01"), "lies after"),
        (("pipeline", "--out", "a.csv", "--edition", "0123"), "no edition here"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(options, said, run, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    done = run("figure", *options)
    assert done.exit_code == 1 and said in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_verify_says_where_a_file_differs_and_fails(run, tmp_path):
    out = tmp_path / "pipeline.csv"
    run("figure", "pipeline", "--out", out, "--lang", "en")
    out.write_text(out.read_text().replace("Patents due,16", "Patents due,17"))
    told = run("verify", out)
    assert told.exit_code == 1 and "Values differ" in told.stdout
    assert "row 9, Number of patents: 17 in the file, 16 in the edition" in told.stdout
    listed = json.loads(run("verify", out, "--json").stdout)
    assert (listed["verdict"], listed["total"]) == ("different", 1)
    assert listed["differences"][0]["row"] == 9
    assert listed["words"] == [], "the name of a list in the JSON, not of a locale"


def test_verify_fails_without_the_edition_and_without_a_stamp(run, tmp_path):
    out = tmp_path / "pipeline.csv"
    run("figure", "pipeline", "--out", out)
    empty = Steward(tmp_path / "empty").home
    told = run("verify", out, home=empty)
    assert told.exit_code == 1 and "Edition not here" in told.stdout
    bare = tmp_path / "bare.csv"
    bare.write_text("".join(out.read_text().splitlines(keepends=True)[6:]))
    told = run("verify", bare)
    assert told.exit_code == 1 and "no stamp" in told.stdout
    assert run("verify", tmp_path / "none.csv").exit_code == 64


def test_a_copy_is_verified_under_any_name(run, tmp_path):
    out = tmp_path / "pipeline.xlsx"
    run("figure", "pipeline", "--out", out)
    shutil.copy(out, tmp_path / "draft.final.png")
    assert run("verify", tmp_path / "draft.final.png").exit_code == 0


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("institution_pipeline",), "Choose an institution: this figure is about one."),
        (("province_compare",), "Choose two to four provinces"),
        (("province_compare", "--province", "330000"), "Choose two to four provinces"),
    ],
)
def test_a_figure_that_lacks_a_choice_is_not_written(run, tmp_path, asked, said):
    out = tmp_path / "empty.pptx"
    done = run("figure", *asked, "--out", out)
    assert done.exit_code == 1
    assert done.stderr.startswith("Nothing was written.") and said in done.stderr
    assert not out.exists()
