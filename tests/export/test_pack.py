"""Briefing packs: read without trust, made in one go, proved right, and made again later."""

import hashlib
import io
import json
import shutil
import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zipfile import ZIP_DEFLATED, ZipFile

import pptx
import pytest
from pypdf import PdfReader
from small_home import Steward
from story import OWN, tell

from milestones.editions import release
from milestones.editions.data_home import DataHome
from milestones.editions.edition_status import EditionStatus
from milestones.export.figure_export import export_figure
from milestones.export.pack.changes import (
    MAX_LISTED_CELLS,
    ChangeStatus,
    change_lines,
    compare_with_previous,
    is_from_other_edition,
    more_changes_line,
)
from milestones.export.pack.drawing import MAX_CONSECUTIVE_FAILURES
from milestones.export.pack.making import make_pack, missing_picture_lines, previous_results
from milestones.export.pack.model import MAX_FIGURES, Pack, PackEntry, PackFaultError
from milestones.export.pack.pack_file import (
    MAX_LINE_LENGTH,
    MAX_PACK_BYTES,
    PREVIOUS_RESULTS_HEADING,
    read_pack,
    replace_previous_results,
    write_pack,
)
from milestones.export.pack.sheets import compute_sheets, entry_selection
from milestones.export.pictures.engine import Engine, RenderFailedError
from milestones.export.sheet_changes import compare_sheets, distinct_texts
from milestones.export.verify.expected import DamageReason
from milestones.export.verify.verification import Verdict
from milestones.export.verify.zip_verification import verify_file_or_zip
from milestones.figures.compute import compute_figure
from milestones.figures.registry import FIGURES
from milestones.i18n import LANGS, Locale
from milestones.i18n.locale import is_unknown
from milestones.selection import Selection

ZH, EN = Locale("zh"), Locale("en")
HEAD = "milestones-pack = 1\n"
FIGURE = f'{HEAD}[[figures]]\nfigure = "pipeline"\n'
PAIR = Pack(
    title="七月 July",
    classification="内部",
    formats=("png", "svg", "pdf"),
    entries=(
        PackEntry("pipeline", "province=330000", {"zh": "卡在转让", "en": "Stuck at transfer"}),
        PackEntry("province_map"),
    ),
)


def no_progress(_done, _total, _said):
    pass


@pytest.fixture(scope="module")
def progress():
    """What the making of the pair told."""
    return []


@pytest.fixture(scope="module")
def made(edition, engine, progress):
    """Both figures in both languages and all formats, made once."""
    return make_pack(PAIR, edition, EN, lambda *told: progress.append(told), engine=engine)


@pytest.fixture
def folder(made, tmp_path):
    for name, data in made.files.items():
        (tmp_path / name).write_bytes(data)
    return tmp_path


# The file of a pack


@pytest.mark.parametrize(
    "title", ['a "b" \\ c', "简报 😀", "'''", '"""', "#=[x]", PREVIOUS_RESULTS_HEADING, "ü{0}"]
)
def test_what_is_written_is_read_again(title, made):
    entry = PackEntry("pipeline", "field=1&field=0", {"zh": title, "en": title})
    pack = Pack(
        title, "机密", "zh", "square", "dark", ("png", "pdf"), (entry, PackEntry("changes"))
    )
    assert read_pack(write_pack(pack).encode()) == pack
    noted = replace(pack, noted=made.pack.noted)
    assert read_pack(write_pack(noted).encode()) == noted
    assert read_pack(write_pack(noted).replace("\n", "\r\n").encode("utf-8-sig")) == noted


def test_what_people_wrote_stays_when_a_making_is_noted(made):
    own = f"# ours\n{FIGURE}# the end\n"
    once = replace_previous_results(own, made.pack.noted)
    assert once.startswith(own) and once.count(PREVIOUS_RESULTS_HEADING) == 1
    assert replace_previous_results(once, made.pack.noted) == once
    assert read_pack(once.encode()).noted == made.pack.noted


def test_letters_that_no_document_may_hold_are_left_out():
    told = f'{HEAD}title = "a\\u0000b\\u202Ec\\nd\\u007f"\n'
    assert read_pack(told.encode()).title == "a b c d"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("", "pack"),
        ("title = 1", "pack"),
        ("milestones-pack = 2", "version"),
        (f"{HEAD}title = 1", "title"),
        (f'{HEAD}title = "{"x" * 200}"', "title"),
        (f'{HEAD}tittle = "x"', "tittle"),
        (f'{HEAD}preset = "poster"', "poster"),
        (f'{HEAD}theme = "red"', "red"),
        (f'{HEAD}languages = "fr"', "fr"),
        (f'{HEAD}formats = ["png", "exe"]', "exe"),
        (f"{HEAD}formats = []", "formats"),
        (f"{HEAD}figures = 3", "figures"),
        (f"{HEAD}figures = [1]", "figures"),
        (f'{FIGURE}[[figures]]\nfigure = "pipelin"', "pipelin"),
        (f"{FIGURE}[[figures]]\nfigure = 3", "figures 2"),
        (f"{FIGURE}headline.fr = 'x'", "fr"),
        (f"{FIGURE}headline = 'x'", "headline"),
        (f"{FIGURE}run = 'rm'", "run"),
        (f"{FIGURE}selection = ['x']", "selection"),
        (f"{HEAD}[[made]]\nstamp = '{{}}'", "made 1"),
        (f"{HEAD}[[made]]", "made 1"),
        (f"{HEAD}title = ,", "line 2"),
        (f"{HEAD}title = 'x\n", "too early"),
        (f"{HEAD}title = '''x", "too early"),
        (HEAD + '[[figures]]\nfigure = "pipeline"\n' * (MAX_FIGURES + 1), str(MAX_FIGURES)),
        (f"{HEAD}# {'x' * MAX_PACK_BYTES}", "large"),
        (f"{HEAD}title = {'[' * 10_000}", "pack"),
        (f"{HEAD}{'a.' * (MAX_LINE_LENGTH // 3)}b = 1", "a"),
        (f"{HEAD}{'a.' * MAX_LINE_LENGTH}b = 1", "pack"),
    ],
)
def test_a_fault_is_named_in_both_languages(text, named):
    began = time.process_time()
    with pytest.raises(PackFaultError) as raised:
        read_pack(text.encode())
    assert time.process_time() - began < 2
    assert named in raised.value.sentence(EN)
    chinese = raised.value.sentence(ZH)
    assert any("\u4e00" <= letter <= "\u9fff" for letter in chinese)
    assert len(chinese) < 400


def test_other_encodings_are_refused():
    with pytest.raises(PackFaultError, match="UTF-8"):
        read_pack(f'{HEAD}title = "简报"'.encode("gb18030"))


@pytest.mark.parametrize(
    ("selection", "named"),
    [
        ("province=999999", "999999"),
        ("province=810000", "810000"),
        ("since=2024-13", "2024-13"),
        ("province=330000&institution=U9", "U9"),
        ("kind=hospitl", "hospital"),
        ("as_of=2031-01", "2031-01-31"),
        ("as_of=2025-13", "2025-13"),
        ("as_of=yesterday", "yesterday"),
        ("edition=x", "edition"),
        ("province", "province"),
    ],
)
def test_a_selection_that_the_edition_does_not_have_is_named(selection, named, edition):
    with pytest.raises(PackFaultError) as raised:
        entry_selection(3, PackEntry("pipeline", selection), edition)
    for locale in (ZH, EN):
        assert named in raised.value.sentence(locale)
        assert "figures 3" in raised.value.sentence(locale)


@pytest.mark.parametrize(
    ("figure", "selection", "said"),
    [
        ("province_compare", "province=330000", "Choose two to four provinces"),
        ("institution_profile", "", "Choose an institution"),
    ],
)
def test_what_a_figure_cannot_do_without_is_said(figure, selection, said, edition):
    with pytest.raises(PackFaultError, match=f"figures 2: selection: {said}") as raised:
        entry_selection(2, PackEntry(figure, selection), edition)
    assert said in raised.value.sentence(EN)
    chinese = raised.value.sentence(ZH)
    assert "请选择" in chinese and said not in chinese


def test_a_pack_of_nothing_or_of_dark_grey_is_not_made(edition):
    grey = Pack(preset="one_colour", theme="dark", entries=(PackEntry("pipeline"),))
    for pack in (Pack(), grey, Pack(entries=(PackEntry("pipeline"),) * (MAX_FIGURES + 1))):
        with pytest.raises(PackFaultError):
            make_pack(pack, edition, EN, no_progress)


def test_a_choice_that_is_named_many_times_counts_once_and_a_full_pack_can_be_stamped(edition):
    many = "&".join(f"department={'%E6%95%99%E8%82%B2%E9%83%A8'}" for _ in range(300))
    assert entry_selection(1, PackEntry("pipeline", many), edition).departments == ("教育部",)
    fields = "&".join(f"field={number}" for number in range(36))
    entry = PackEntry(
        "pipeline", f"{many}&{fields}&as_of=2024-06&patents=inventions&kind=university"
    )
    stamps = [own[0].stamp for own in compute_sheets(Pack(entries=(entry,) * MAX_FIGURES), edition)]
    assert len(stamps) == MAX_FIGURES and len(stamps[0].selection) < 500


def test_every_figure_fits_into_a_pack_with_equal_numbers_in_both_languages(edition):
    own = "province=330000&province=110000&field=1&field=0&institution=U1"
    pack = Pack(entries=tuple(PackEntry(figure, own) for figure in FIGURES))
    for figure, (zh, en) in zip(FIGURES, compute_sheets(pack, edition), strict=True):
        assert zh.codes is en.codes or zh.codes.equals(en.codes), figure
        assert zh.stamp.values == en.stamp.values
        assert entry_selection(1, PackEntry(figure, own), edition) == replace(
            OWN, provinces=("110000", "330000"), fields=(0, 1)
        )


# Making


def test_each_figure_has_a_slide_a_page_and_pictures_in_each_language(made):
    deck = pptx.Presentation(io.BytesIO(made.files["briefing.pptx"]))
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert len(titles) == 4 and titles[:2] == ["卡在转让", "Stuck at transfer"]
    assert deck.core_properties.title == "七月 July"
    pages = PdfReader(io.BytesIO(made.files["briefing.pdf"]))
    texts = [page.extract_text() for page in pages.pages]
    assert len(texts) == 4 and "卡在转让" in texts[0] and "Stuck at transfer" in texts[1]
    assert "专利卡在哪一步" in texts[0], "the question stands below the headline"
    assert all("内部" in text for text in texts)
    assert [each["/Title"] for each in pages.outline][3] == "How far has each province come?"
    with ZipFile(io.BytesIO(made.files["briefing.zip"])) as archive:
        assert archive.namelist() == [
            f"{number:02}-{figure}.{lang}.{form}"
            for number, figure in ((1, "pipeline"), (2, "province_map"))
            for lang in LANGS
            for form in ("png", "svg", "pdf")
        ]
    assert not made.failures and not made.is_short


def test_slides_of_both_languages_hold_equal_numbers(made, edition):
    deck = pptx.Presentation(io.BytesIO(made.files["briefing.pptx"]))
    charts = [[s.chart for s in slide.shapes if s.has_chart] for slide in deck.slides]
    zh, en = (
        [list(series.values) for chart in found for series in chart.plots[0].series]
        for found in charts[:2]
    )
    result = compute_figure("pipeline", edition, Selection(provinces=("330000",)))
    assert zh == en and zh
    assert sorted(zh[0]) == sorted(result.frame["patents"])


def test_progress_is_told_in_words_up_to_the_end(progress, made):
    done = [at for at, _, _ in progress]
    total = progress[0][1]
    assert done == sorted(done) and {of for _, of, _ in progress} == {total}
    assert total - 1 == done[-1] and len(progress) == total
    assert progress[0][2] == "Counting figure 1 of 2"
    assert "Figure 2 of 2 as SVG" in [said for _, _, said in progress]


def test_each_file_and_each_member_is_proved_right(folder, steward, tmp_path_factory):
    for path in sorted(folder.iterdir()):
        found = verify_file_or_zip(path, steward.home)
        assert {each.answer.verdict for each in found} == {Verdict.SAME}, path
        if path.suffix == ".zip":
            assert len(found) == 12 and found[0].answer.kind == "png"
            assert [each.answer.stamps[0].langs for each in found[2:4]] == [("zh",), ("en",)]
        else:
            assert [stamp.figure for stamp in found[0].answer.stamps] == [
                "pipeline", "province_map",
            ]  # fmt: skip
            assert found[0].answer.stamps[0].langs == LANGS
    outside = tmp_path_factory.mktemp("unpacked")
    with ZipFile(folder / "briefing.zip") as archive:
        archive.extractall(outside)
    for path in outside.iterdir():
        (found,) = verify_file_or_zip(path, steward.home)
        assert found.answer.verdict is Verdict.SAME and found.name == ""


def test_the_manifest_names_every_file_by_its_hash(made):
    told = json.loads(made.files["briefing.json"])
    hashes = {each["file"]: each["sha256"] for each in told["files"]}
    for name in ("briefing.pptx", "briefing.pdf", "briefing.zip", "briefing.xlsx"):
        assert hashes[name] == hashlib.sha256(made.files[name]).hexdigest()
    with ZipFile(io.BytesIO(made.files["briefing.zip"])) as archive:
        for name in archive.namelist():
            digest = hashlib.sha256(archive.read(name)).hexdigest()
            assert hashes[f"briefing.zip/{name}"] == digest
    assert told["figures"][0]["words"]["zh"]["headline"] == "卡在转让"
    assert [each["stamp"]["figure"] for each in told["figures"]] == ["pipeline", "province_map"]


@pytest.mark.parametrize("edit", ["caption", "mark", "figure", "last"])
def test_an_edited_manifest_is_found(edit, made, steward, tmp_path):
    told = json.loads(made.files["briefing.json"])
    if edit in ("caption", "mark"):
        told["figures"][0]["words"]["zh"][edit] = "99"
    else:
        del told["figures"][0 if edit == "figure" else -1]
    path = tmp_path / "briefing.json"
    path.write_text(json.dumps(told), encoding="utf-8")
    (found,) = verify_file_or_zip(path, steward.home)
    assert found.answer.verdict not in (Verdict.SAME, Verdict.DAMAGED)


def test_one_edited_member_is_named(folder, steward):
    path = folder / "briefing.zip"
    with ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    name = "01-pipeline.en.svg"
    members[name] = members[name].replace(b"province=330000", b"province=110000")
    members["../../notes.txt"] = b"hello"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for each, data in members.items():
            archive.writestr(each, data)
    wrong = {
        each.name: each.answer.reason
        for each in verify_file_or_zip(path, steward.home)
        if each.answer.verdict is not Verdict.SAME
    }
    assert wrong == {name: DamageReason.EDITED, "../../notes.txt": DamageReason.MISSING}


def test_a_picture_that_was_taken_out_of_the_zip_is_missed(made, steward, tmp_path):
    path, name = tmp_path / "briefing.zip", "01-pipeline.en.svg"
    with ZipFile(io.BytesIO(made.files["briefing.zip"])) as whole, ZipFile(path, "w") as archive:
        for each in whole.namelist():
            if each != name:
                archive.writestr(each, whole.read(each))
    assert len(verify_file_or_zip(path, steward.home)) == 11, "without the manifest nobody can tell"
    (tmp_path / "briefing.json").write_bytes(made.files["briefing.json"])
    lost = verify_file_or_zip(path, steward.home)[11:]
    assert [(each.name, each.answer.reason) for each in lost] == [(name, DamageReason.TAKEN_OUT)]
    (tmp_path / "briefing.json").write_bytes(b'{"milestones-manifest": 1, "files": [3]}')
    assert len(verify_file_or_zip(path, steward.home)) == 11


@pytest.mark.parametrize("content", [b"PK\x03\x04broken", b"PK\x05\x06" + b"\0" * 18, b""])
def test_a_zip_that_is_none_is_damaged(content, tmp_path, steward):
    path = tmp_path / "x.zip"
    path.write_bytes(content)
    (found,) = verify_file_or_zip(path, steward.home)
    assert found.answer.verdict is Verdict.DAMAGED


def test_a_zip_bomb_is_not_unpacked(tmp_path, steward):
    path = tmp_path / "x.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        for number in range(5):
            archive.writestr(f"{number}.png", b"\0" * (60 * 2**20))
    began = time.process_time()
    (found,) = verify_file_or_zip(path, steward.home)
    assert found.answer.reason is DamageReason.UNREADABLE and time.process_time() - began < 1


def test_the_same_pack_gives_the_same_bytes(edition, engine):
    pack = replace(PAIR, languages="zh", formats=("png",), entries=(PackEntry("province_map"),))
    one, other = (
        make_pack(pack, edition, locale, no_progress, engine=engine) for locale in (ZH, EN)
    )
    assert one.files.keys() == other.files.keys() and len(one.files) == 5
    assert [name for name in one.files if one.files[name] != other.files[name]] == []


class Stumbling(Engine):
    """A real engine that fails at some formats, as a browser does that hangs."""

    def __init__(self, *refused):
        super().__init__()
        self.refused, self.tries = refused, 0

    def render(self, spec, format, width, height, scale=1):
        self.tries += 1
        if format in self.refused:
            raise RenderFailedError("the browser failed: ProtocolError('Target closed')")
        return super().render(spec, format, width, height, scale)


def test_one_picture_that_fails_does_not_take_the_others_along(edition):
    stumbling = Stumbling("svg")
    pack = replace(PAIR, languages="en", entries=PAIR.entries[:1])
    found = make_pack(pack, edition, EN, no_progress, engine=stumbling)
    stumbling.close()
    with ZipFile(io.BytesIO(found.files["briefing.zip"])) as archive:
        assert archive.namelist() == ["01-pipeline.en.png", "01-pipeline.en.pdf"]
    assert [line for line in missing_picture_lines(found, EN)] == [
        "Missing: figure 1, pipeline, English, SVG: the browser failed"
    ]
    assert next(missing_picture_lines(found, ZH)).endswith("浏览器出错")
    assert found.is_short and len(found.files) == 5
    assert json.loads(found.files["briefing.json"])["missing"][0]["format"] == "svg"


def test_a_browser_that_is_lost_is_not_waited_for_at_each_picture(edition):
    lost = Stumbling("png", "svg", "pdf")
    found = make_pack(PAIR, edition, EN, no_progress, engine=lost)
    assert lost.tries == MAX_CONSECUTIVE_FAILURES and len(found.failures) == 14
    assert list(found.files) == ["briefing.pptx", "briefing.xlsx", "briefing.json"]


def test_without_a_browser_slides_and_workbook_are_made(edition, monkeypatch):
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
    found = make_pack(PAIR, edition, ZH, no_progress)
    assert list(found.files) == ["briefing.pptx", "briefing.xlsx", "briefing.json"]
    said = list(missing_picture_lines(found, ZH))
    assert "/nowhere/chrome" in said[0] and "幻灯片" in said[1] and len(said) == 2


def test_an_embargo_stands_on_every_page_and_in_every_stamp(edition):
    until = datetime(2031, 5, 6, 10, 0, tzinfo=release.BEIJING)
    for own in compute_sheets(PAIR, edition, EditionStatus(until)):
        for each in own:
            assert "2031" in each.disclaimer and each.stamp.embargo == until.isoformat()


# What has changed since


@pytest.fixture(scope="module")
def before(steward):
    """The pair as the first edition gave it, and a figure that no edition changes."""
    pack = replace(PAIR, entries=(*PAIR.entries, PackEntry("official_record")))
    with steward.edition(steward.home.edition_ids()[0]) as first:
        sheets = compute_sheets(pack, first)
        return replace(pack, noted=previous_results(sheets))


def test_the_same_edition_has_nothing_to_tell(made, edition, before):
    assert not is_from_other_edition(made.pack, edition)
    assert is_from_other_edition(before, edition)


def test_what_differs_is_told_row_by_row_with_both_values(before, edition, steward):
    found = list(compare_with_previous(before, edition, steward.home, "en", press=True))
    assert [each.since for each in found] == [
        ChangeStatus.DIFFERENT,
        ChangeStatus.DIFFERENT,
        ChangeStatus.SAME,
    ]
    assert found[0].edition_before == steward.home.edition_ids()[0]
    assert found[0].caption_before != found[0].caption and found[0].total == len(found[0].rows)


def apart(figure, selection, edition, steward, lang="en"):
    """Both frames of a figure, and what is said to differ."""
    with steward.edition(steward.home.edition_ids()[0]) as first:
        pairs = [(compute_figure(figure, each, selection), each) for each in (first, edition)]
        frames = [result.frame for result, _ in pairs]
        return frames, compare_sheets(*(export_figure(*pair, lang) for pair in pairs))


def test_every_cell_that_differs_is_told_and_no_other(edition, steward):
    chosen = Selection(provinces=("330000",))
    frames, found = apart("pipeline", chosen, edition, steward)
    old, new = (frame.set_index("stage").astype(object) for frame in frames)
    wanted = sorted(
        (str(old[name][stage]), str(new[name][stage]))
        for name in ("patents", "patents_before")
        for stage in new.index
        if not is_unknown(new[name][stage]) and old[name][stage] != new[name][stage]
    )
    told = [row for row in found.rows if row.column != "Share of the stage before"]
    assert wanted and sorted((row.before, row.after) for row in told) == wanted
    assert (found.added, found.gone) == (0, 0)


def test_the_largest_changes_come_first(edition, steward):
    _, found = apart("pipeline", Selection(provinces=("330000",)), edition, steward)
    sizes = [
        abs(int(row.after) - int(row.before))
        for row in found.rows
        if row.column == "Number of patents"
    ]
    assert len(sizes) > 1 and sizes == sorted(sizes, reverse=True)
    _, found = apart("milestone_status", Selection(), edition, steward, "zh")
    columns = [row.column for row in found.rows]
    assert len(columns) > MAX_LISTED_CELLS
    assert columns[0] == "近三个月月均进度" and columns[-1] == "数据截至"


@pytest.mark.parametrize(
    ("pair", "form", "said"),
    [
        ((0.99961, 0.99964), "share", ("99.961%", "99.964%")),
        ((0.5, None), "share", ("50.0%", "—")),
        ((1_928_439_500, 1_939_204_000), "money", ("19.284亿元", "19.392亿元")),
        ((1_928_439_500, 1_928_439_501), "money", ("1,928,439,500元", "1,928,439,501元")),
        ((date(2024, 1, 31), date(2025, 1, 31)), "month", ("2024年1月", "2025年1月")),
        ((3, 4), "count", ("3", "4")),
    ],
)
def test_two_values_are_written_apart(pair, form, said):
    assert tuple(distinct_texts(*pair, form, ZH)) == said


def test_rows_of_one_side_only_are_counted(edition, steward):
    frames, found = apart("transfers_by_month", Selection(), edition, steward)
    old, new = (set(frame["month"]) for frame in frames)
    assert (found.added, found.gone) == (len(new - old), len(old - new)) and found.added


def test_a_long_list_is_cut_and_says_so(edition, steward):
    pack = Pack(entries=(PackEntry("milestone_status"),))
    with steward.edition(steward.home.edition_ids()[0]) as first:
        pack = replace(pack, noted=previous_results(compute_sheets(pack, first)))
    (found,) = compare_with_previous(pack, edition, steward.home, "en", press=True)
    assert len(found.rows) == MAX_LISTED_CELLS and found.total == MAX_LISTED_CELLS + 1
    assert more_changes_line(found, EN) == "1 more cell differs"
    assert more_changes_line(found, ZH) == "另有1个单元格不同"


def test_what_is_selected_otherwise_is_new(before, edition, steward):
    other = (PackEntry("pipeline", "province=110000"), PackEntry("province_map", "as_of=2024-06"))
    pack = replace(before, entries=(*other, PackEntry("changes")))
    found = compare_with_previous(pack, edition, steward.home, "en", press=True)
    assert {each.since for each in found} == {ChangeStatus.NEW}


def test_an_edition_that_is_gone_leaves_the_captions(before, edition, tmp_path):
    found = list(compare_with_previous(before, edition, DataHome(tmp_path), "en", press=True))
    assert [each.since for each in found] == [ChangeStatus.EDITION_MISSING] * 2 + [
        ChangeStatus.SAME
    ]
    said = "\n".join(change_lines(found, EN))
    assert "which is not here" in said and before.noted[0].captions["en"] in said


def test_a_note_that_the_earlier_edition_does_not_give_is_said(before, edition, steward):
    stamp = replace(before.noted[0].stamp, values="0" * 64)
    pack = replace(before, noted=(replace(before.noted[0], stamp=stamp), *before.noted[1:]))
    first, *_ = compare_with_previous(pack, edition, steward.home, "en", press=True)
    assert first.since is ChangeStatus.UNPROVABLE and not first.rows


def test_an_edition_under_embargo_is_told_to_the_press_alone(before, edition, steward, tmp_path):
    home = DataHome(tmp_path / "home")
    shutil.copytree(steward.home.path, home.path)
    later = datetime.now(UTC) + timedelta(days=3)
    release.set_release(home, before.noted[0].stamp.edition, later)
    for press, since in ((False, ChangeStatus.EDITION_MISSING), (True, ChangeStatus.DIFFERENT)):
        first, *_ = compare_with_previous(before, edition, home, "en", press=press)
        assert (first.since, bool(first.rows)) == (since, press)


# The command


def test_the_command_makes_notes_and_tells_what_changed(run, steward, tmp_path):
    path, out = tmp_path / "july.toml", tmp_path / "out"
    path.write_text(f'# ours\nlanguages = "zh"\n{FIGURE}', encoding="utf-8")
    first = steward.home.edition_ids()[0]
    done = run("pack", path, "--out", out, "--edition", first)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        str(out / f"briefing.{form}") for form in ("pptx", "pdf", "zip", "xlsx", "json")
    ]
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# ours\n") and first in text
    again = run("pack", path, "--out", out, lang="zh_CN.UTF-8")
    assert again.exit_code == 0 and "自上次生成以来的变化" in again.stdout and "→" in again.stdout
    assert "变化" not in run("pack", path, "--out", out, lang="zh_CN.UTF-8").stdout
    proved = run("verify", out / "briefing.zip")
    assert proved.exit_code == 0
    assert proved.stdout.startswith("01-pipeline.zh.png\n  The values of the stamp are")
    told = json.loads(run("verify", out / "briefing.zip", "--json").stdout)
    assert [each["name"] for each in told] == ["01-pipeline.zh.png"]


def test_the_command_says_what_is_missing_and_keeps_an_embargo(run, steward, tmp_path, monkeypatch):
    home = DataHome(tmp_path / "home")
    shutil.copytree(steward.home.path, home.path)
    until = datetime.now(UTC) + timedelta(days=3)
    release.set_release(home, home.current_id(), until)
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chrome")
    path, out = tmp_path / "july.toml", tmp_path / "out"
    path.write_text(FIGURE, encoding="utf-8")
    done = run("pack", path, "--out", out, home=home)
    assert done.exit_code == 1 and "/nowhere/chrome" in done.stderr
    assert sorted(each.name for each in out.iterdir()) == [
        f"briefing.{form}" for form in ("json", "pptx", "xlsx")
    ]
    (figure,) = json.loads((out / "briefing.json").read_bytes())["figures"]
    assert datetime.fromisoformat(figure["stamp"]["embargo"]) == until
    assert "Embargoed until" in figure["words"]["en"]["mark"]


@pytest.mark.parametrize(
    ("lang", "said"), [("zh_CN.UTF-8", "没有pipelin。"), ("en_GB", "pipelin is not there")]
)
def test_the_command_names_what_there_is_not(run, tmp_path, lang, said):
    path = tmp_path / "july.toml"
    path.write_text(FIGURE.replace("pipeline", "pipelin"), encoding="utf-8")
    done = run("pack", path, "--out", tmp_path / "out", lang=lang)
    assert done.exit_code == 1 and said in done.stderr and not (tmp_path / "out").exists()


def test_a_pack_is_proved_right_in_another_home_from_the_same_filings(folder, tmp_path):
    elsewhere: Steward = tell(tmp_path / "elsewhere")
    for path in (folder / "briefing.xlsx", folder / "briefing.zip"):
        found = verify_file_or_zip(path, elsewhere.home)
        assert {each.answer.verdict for each in found} == {Verdict.SAME}
