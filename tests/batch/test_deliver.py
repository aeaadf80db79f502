from __future__ import annotations

import json
from pathlib import Path

import pytest

from captionkit import deliver, load, verify_folder
from captionkit.batch.manifest import MANIFEST
from captionkit.batch.packages import REPORT, packages_of
from captionkit.batch.recipe import Recipe, load_recipe, recipe_from
from captionkit.cli._run import run
from captionkit.delivery.clients import CLIENTS
from captionkit.errors import UnknownNameError, UsageError
from captionkit.formats import FORMATS
from captionkit.profiles import load as load_profile
from tests.batch.conftest import SRT

RECIPE = """
inputs = ["in/*.srt"]
read.rate = "25"
[[package]]
for = "plex"
[[package]]
for = "netflix"
profile = "netflix-en"
[[package]]
for = "apple"
[[package]]
name = "television"
profile = "ebu-stl"
write.to = ["stl"]
write.header = { title = "Tides" }
"""


@pytest.fixture
def season(tmp_path: Path) -> Path:
    (tmp_path / "in").mkdir()
    for name in ("one.en.sdh.srt", "two.srt"):
        (tmp_path / "in" / name).write_text(SRT, "utf-8")
    path = tmp_path / "season.toml"
    path.write_text(RECIPE, "utf-8")
    return path


def test_each_package_has_the_files_of_its_client_a_manifest_and_a_report(season: Path) -> None:
    made = deliver(season)
    files = {
        package.name: sorted(p.name for p in Path(package.folder).iterdir() if not p.name.startswith("captionkit-"))
        for package in made
    }
    assert files == {
        "plex": ["one.en.sdh.srt", "two.srt"],
        "netflix": ["one.en.sdh.xml", "two.xml"],
        "apple": ["one_en.itt", "two.itt"],
        "television": ["one.en.sdh.stl", "two.stl"],
    }
    for package in made:
        verified = verify_folder(package.folder)
        assert (verified.files, verified.bad) == (3, 0), "two files and the report"
        page = (Path(package.folder) / REPORT).read_text("utf-8")
        assert files[package.name][0] in page
        manifest = (Path(package.folder) / MANIFEST).read_text("utf-8")
        assert str(season.parent) not in page + manifest, "a client need not know where the files were made"
        sources = {entry["source"] for entry in json.loads(manifest)["files"].values() if "source" in entry}
        assert sources == {"../../in/one.en.sdh.srt", "../../in/two.srt"}
    assert load(Path(made[3].folder) / "two.stl").title == "Tides"


def test_a_package_is_checked_by_the_guide_of_its_client(season: Path) -> None:
    made = {package.name: package for package in deliver(season)}
    assert made["netflix"].checked is not None
    assert made["netflix"].checked.profile == "netflix-en"
    assert made["television"].checked is not None
    assert made["television"].checked.profile == "ebu-stl"


def test_what_must_not_be_handed_over_is_a_failed_package(season: Path) -> None:
    """A file that cannot be read fails every package; a finding fails those whose guide has it."""
    (season.parent / "in" / "three.srt").write_text("no caption at all\n", "utf-8")
    assert all(package.failed for package in deliver(season))
    (season.parent / "in" / "three.srt").unlink()
    policy = '[policy]\nfail-on = ["quality.min-duration"]\n'
    season.write_text(RECIPE.replace("[[package]]", f"{policy}[[package]]", 1), "utf-8")
    (season.parent / "in" / "two.srt").write_text("1\n00:00:01,000 --> 00:00:01,100\nGood evening.\n", "utf-8")
    failed = {package.name: package.failed for package in deliver(season)}
    assert failed["netflix"]


def test_what_is_unchanged_is_not_made_again(season: Path) -> None:
    deliver(season)
    again = deliver(season)
    assert [package.batched.summary.count("skipped") for package in again if package.batched.summary] == [2, 2, 2, 2]
    assert all(verify_folder(package.folder).bad == 0 for package in again)


def test_a_dry_run_writes_nothing(season: Path) -> None:
    made = deliver(season, dry_run=True)
    assert [len(package.batched.plan.jobs) for package in made] == [2, 2, 2, 2]
    assert not (season.parent / "out").exists()


def test_a_client_is_a_row_of_what_there_is() -> None:
    for client in CLIENTS.values():
        assert client.source
        for name in (*client.formats, *(n for _, formats in client.languages for n in formats)):
            assert FORMATS.get(name).write is not None
        if client.profile:
            load_profile(client.profile)


def test_a_language_may_want_another_format() -> None:
    [(_, package)] = packages_of(Recipe(), ["netflix"])
    assert [package.formats_in(language) for language in ("", "en", "ja", "ja-JP")] == [
        ("dfxp",), ("dfxp",), ("ttml",), ("ttml",),
    ]  # fmt: skip


def test_a_guide_that_is_more_exact_than_the_clients_stays() -> None:
    [(_, german)] = packages_of(Recipe(profile="netflix-de"), ["netflix"])
    [(_, other)] = packages_of(Recipe(profile="ted"), ["netflix"])
    assert (german.profile, other.profile) == ("netflix-de", "netflix")


def test_faults_of_packages_are_told_with_their_place() -> None:
    document = {
        "package": [{}, {"for": "netflx"}, {"name": "../x"}, {"name": "a"}, {"name": "a", "write": {"too": []}}]
    }
    with pytest.raises(UsageError) as caught:
        recipe_from(document)
    for part in ("package[1].for: is missing", "did you mean netflix?", "'../x' cannot be", "'a' is there twice",
                 "package[5].write.too"):  # fmt: skip
        assert part in str(caught.value)
    with pytest.raises(UsageError, match="makes no package"):
        packages_of(Recipe())
    with pytest.raises(UnknownNameError, match="no client"):
        packages_of(Recipe(), ["netflx"])


def test_an_override_changes_how_files_are_written() -> None:
    """Of an override's write all but formats, folder and template was passed over without a word."""
    recipe = recipe_from({"override": [{"match": "*.de.*", "write": {"speakers": "label", "to": ["srt"]}}]})
    assert recipe.for_input("a.de.srt").write == {"speakers": "label"}


def test_the_command(season: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["deliver", str(season), "--for", "youtube", "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert [row["package"] for row in document["result"]] == ["plex", "netflix", "apple", "television", "youtube"]
    assert [Path(file["path"]).name for file in document["result"][4]["files"]] == ["one_en.srt", "two.srt"]
    assert load_recipe(season).packages


def test_a_setting_that_is_not_there_is_named_where_a_package_has_no_name(season: Path) -> None:
    season.write_text('inputs = ["in/*.srt"]\n[[package]]\nfro = "plex"\n', "utf-8")
    with pytest.raises(UsageError, match=r"package\[1\]\.fro: is not a setting \(did you mean for\?\)"):
        deliver(season)
