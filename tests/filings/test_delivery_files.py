"""What belongs to a delivery."""

import hashlib
import os
from pathlib import Path

import pytest

from milestones.filings.files import delivery_files, file_digest
from milestones.filings.reader import open_filings
from milestones.filings.remarks import FilingRefused

IGNORED = (".hidden", "~$b.xlsx", "c.tmp", "Thumbs.db", "desktop.ini", "b.xlsx~", ".DS_Store")


@pytest.fixture
def folder(tmp_path):
    for name in ("b.csv", "a.csv", "二/d.csv", "一/c.csv", "一/深/e.csv", ".git/x", "__MACOSX/y"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    for name in IGNORED:
        (tmp_path / name).write_text("x")
    return tmp_path


def paths_of(*paths):
    return list(delivery_files(paths).names)


def names_of(*paths):
    return list(delivery_files(paths).names.values())


def test_a_file_is_told_by_its_path_below_the_folder(folder):
    assert names_of(folder) == ["a.csv", "b.csv", "一/c.csv", "一/深/e.csv", "二/d.csv"]
    assert names_of(folder / "一" / "深" / "e.csv", folder / "一") == ["e.csv", "c.csv"]


def test_files_that_would_be_told_alike_get_the_folders_above_them(tmp_path):
    for province in ("江苏", "浙江"):
        (tmp_path / province).mkdir()
        (tmp_path / province / "盘点.csv").write_text(province)
        (tmp_path / province / f"{province}.csv").write_text(province)
    assert names_of(*sorted(tmp_path.iterdir())) == [
        "江苏.csv", "江苏/盘点.csv", "浙江.csv", "浙江/盘点.csv",
    ]  # fmt: skip
    assert names_of(tmp_path / "江苏" / "盘点.csv", tmp_path / "浙江" / "盘点.csv") == [
        "江苏/盘点.csv", "浙江/盘点.csv",
    ]  # fmt: skip


def test_linked_folders_are_told_and_not_followed(folder, tmp_path_factory):
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (elsewhere / "f.csv").write_text("f")
    (folder / "链接").symlink_to(elsewhere, target_is_directory=True)
    found = delivery_files([folder])
    assert found.skipped == (folder / "链接",)
    assert "链接/f.csv" not in found.names.values()


def test_a_name_from_an_archive_of_windows_is_read(tmp_path):
    for name in ("盘点.csv".encode("gb18030"), b"\xff\xfe.csv"):
        (tmp_path / os.fsdecode(name)).write_text("x")
    assert names_of(tmp_path) == ["盘点.csv", "\\udcff\\udcfe.csv"]


def test_a_folder_stands_for_its_files_in_a_fixed_order(folder):
    names = [path.relative_to(folder).as_posix() for path in paths_of(folder)]
    assert names == ["a.csv", "b.csv", "一/c.csv", "一/深/e.csv", "二/d.csv"]


def test_paths_keep_their_order_and_come_once(folder):
    paths = [folder / "b.csv", folder, folder / "a.csv"]
    assert [path.name for path in paths_of(*paths)][:2] == ["b.csv", "a.csv"]
    assert len(paths_of(*paths)) == 5


def test_a_hidden_file_that_is_named_is_read(folder):
    assert paths_of(folder / ".hidden") == [folder / ".hidden"]


def test_a_missing_path_is_refused(tmp_path):
    with pytest.raises(FilingRefused) as refused:
        delivery_files([tmp_path / "没有.csv"])
    assert refused.value.rule == "not_found"
    assert "没有.csv" in str(refused.value)


def test_a_folder_without_files_is_refused(tmp_path):
    (tmp_path / ".hidden").write_text("x")
    with pytest.raises(FilingRefused) as refused:
        delivery_files([tmp_path])
    assert refused.value.rule == "nothing_to_read"


def test_a_folder_of_links_alone_names_them(tmp_path):
    elsewhere, folder = tmp_path / "elsewhere", tmp_path / "folder"
    elsewhere.mkdir()
    folder.mkdir()
    (folder / "链接").symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(FilingRefused, match=r"not followed.*folder/链接"):
        delivery_files([folder])


def test_the_digest_is_that_of_the_bytes(tmp_path):
    path = tmp_path / "a"
    path.write_bytes(b"\x00\xff" * 70_000)
    assert file_digest(path) == hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_pipe_is_refused_by_name_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "专利.csv")
    assert paths_of(tmp_path) == [tmp_path / "专利.csv"]
    for look in (file_digest, open_filings):
        with pytest.raises(FilingRefused) as refused:
            look(tmp_path / "专利.csv")
        assert refused.value.rule == "not_regular"
        assert "专利.csv" in str(refused.value)


def test_a_device_is_refused_by_name():
    with pytest.raises(FilingRefused) as refused:
        open_filings(Path(os.devnull))
    assert refused.value.rule == "not_regular"


def test_a_file_that_has_vanished_is_refused_by_name(tmp_path):
    with pytest.raises(FilingRefused) as refused:
        file_digest(tmp_path / "专利.csv")
    assert refused.value.rule == "not_found"
