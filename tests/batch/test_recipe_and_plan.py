from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from captionkit.batch.command import plan_batch
from captionkit.batch.plan import Job, find_inputs, make_plan
from captionkit.batch.recipe import NEW_RECIPE, Recipe, RecipeStep, load_recipe, recipe_from
from captionkit.batch.run import chunk_cost, chunks
from captionkit.batch.schema import STEPS
from captionkit.batch.steps import read_state
from captionkit.batch.work import STEPS as WORKERS
from captionkit.errors import UsageError
from tests.batch.conftest import Folder


def test_every_step_of_the_schema_has_a_worker() -> None:
    assert set(STEPS) == set(WORKERS)


def test_all_faults_are_told_at_once_with_their_place() -> None:
    document = {
        "schema": 9,
        "inptus": ["a"],
        "read": {"languag": "en", "strict": "yes"},
        "write": {"to": "vtt"},
        "policy": {"on-failure": "explode"},
        "steps": [{"step": "captoin"}, {"step": "caption", "speaker": "none"}, {}],
        "override": [{"profile": "ted"}],
    }
    with pytest.raises(UsageError) as caught:
        recipe_from(document)
    text = str(caught.value)
    for part in (
        "9 faults", "inptus: is not a setting (did you mean inputs?)", "read.languag", "read.strict: 'yes' is not true",
        "write.to", "policy.on-failure", "steps[1].step: there is no step 'captoin' (did you mean caption?)",
        "steps[2].speaker", "steps[3].step: is missing", "override[1].match: is missing",
    ):  # fmt: skip
        assert part in text or part == "9 faults"


def test_the_template_is_a_valid_recipe(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    path.write_text(NEW_RECIPE, "utf-8")
    assert load_recipe(path).to == ("vtt",)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.lists(s) | st.dictionaries(st.text(), s)
    )
)
def test_any_document_is_a_recipe_or_a_usage_error(value: object) -> None:
    for document in ({"steps": value}, {"override": value}, {"read": value}, {"inputs": value}, {"schema": value}):
        try:
            recipe_from(document)
        except UsageError:
            continue


def test_overrides_are_laid_over_by_pattern() -> None:
    recipe = recipe_from(
        {"profile": "default", "override": [{"match": "*.de.*", "profile": "ard", "read": {"language": "de"}}]}
    )
    assert recipe.for_input("in/a.de.srt").profile == "ard"
    assert recipe.for_input("in/a.de.srt").read == {"language": "de"}
    assert recipe.for_input("in/a.srt").profile == "default"


def test_the_plan_keeps_folders_and_finds_collisions(folder: Folder) -> None:
    recipe = folder(4)
    plan = plan_batch(recipe)
    names = [str(Path(o.path).relative_to(recipe.parent)) for job in plan.jobs for o in job.outputs]
    assert names == ["out/part0/talk0.vtt", "out/part0/talk2.vtt", "out/part1/talk1.vtt", "out/part1/talk3.vtt"]
    assert plan.diagnostics == ()
    flat = make_plan(Recipe(template="same.{ext}", root=str(recipe.parent)), [j.source for j in plan.jobs])
    assert {d.code for d in flat.diagnostics} == {"batch.collision"}


def test_a_result_never_overwrites_an_input(tmp_path: Path) -> None:
    source = tmp_path / "a.srt"
    plan = make_plan(Recipe(to=("srt",), output=".", root=str(tmp_path)), [str(source)])
    assert [d.code for d in plan.diagnostics] == ["batch.overwrites-input"]


@pytest.mark.parametrize(
    ("changes", "part"),
    [({"to": ("vttt",)}, "vttt"), ({"profile": "netflx-en"}, "netflx-en"), ({"template": "{steam}.vtt"}, "steam")],
)
def test_unknown_names_are_found_before_anything_is_read(changes: dict[str, object], part: str) -> None:
    plan = make_plan(Recipe(**changes), ["no-such-file.srt"])  # type: ignore[arg-type]
    assert plan.jobs == ()
    assert part in plan.diagnostics[0].message


def test_a_missing_input_is_told(tmp_path: Path) -> None:
    plan = plan_batch(Recipe(inputs=("a.srt", "in/*.srt"), root=str(tmp_path)))
    assert [d.code for d in plan.diagnostics] == ["batch.no-input", "batch.no-input"]


@pytest.mark.parametrize(("language", "name"), [("", "out/a.vtt"), ("pt-BR", "out/a.pt-BR.vtt")])
def test_the_language_in_a_template_leaves_no_gap_where_there_is_none(language: str, name: str) -> None:
    read = {"language": language} if language else {}
    plan = make_plan(Recipe(template="{stem}.{language}.{ext}", read=read), ["x/a.srt"])
    assert plan.jobs[0].outputs[0].path == name


@pytest.mark.parametrize(
    ("pattern", "source", "target"),
    [
        ("memory://*.srt", "memory://a.srt", "memory://out/a.vtt"),
        ("memory://in/*.srt", "memory://in/x/a.srt", "memory://out/x/a.vtt"),
        ("s3://bucket/*.srt", "s3://bucket/a.srt", "memory://out/a.vtt"),
        ("*.srt", "a.srt", "out/a.vtt"),
        ("in/*.srt", "in/x/a.srt", "out/x/a.vtt"),
        ("**/*.srt", "x/y/a.srt", "out/x/y/a.vtt"),
        ("/*.srt", "/a.srt", "/out/a.vtt"),
    ],
)
def test_a_file_keeps_its_place_below_the_pattern(pattern: str, source: str, target: str) -> None:
    """A file at the root of a remote system was taken for one below the current folder."""
    plan = make_plan(Recipe(inputs=(pattern,), output=target.partition("out/")[0] + "out"), [source])
    assert plan.jobs[0].outputs[0].path == target


@given(st.lists(st.integers(0, 10**7), max_size=300), st.integers(1, 8))
def test_chunks_hold_every_job_once_in_order(sizes: list[int], workers: int) -> None:
    jobs = [Job(str(n), Recipe(), (), size) for n, size in enumerate(sizes)]
    cut = list(chunks(jobs, chunk_cost(jobs, workers)))
    assert [job for chunk in cut for job in chunk] == jobs
    assert all(0 < len(chunk) <= 64 for chunk in cut)


@pytest.mark.parametrize(
    ("name", "text", "language"),
    [
        ("talk.fr.srt", "1\n00:00:01,000 --> 00:00:03,000\nLes bateaux du port.\n", "fr"),
        ("talk.srt", "1\n00:00:01,000 --> 00:00:03,000\nLes bateaux du port.\n", ""),
        ("what.it.is.srt", "1\n00:00:01,000 --> 00:00:03,000\nThe boats were in the harbour when they came.\n", ""),
    ],
)
def test_the_language_of_a_name_is_the_track_s(name: str, text: str, language: str) -> None:
    state = read_state(Job(name, Recipe(), ()), text.encode())
    assert state.tracks[""].language == language


def test_the_language_of_a_name_is_the_transcript_s() -> None:
    recipe = Recipe(steps=(RecipeStep("caption", {}),))
    state = read_state(Job("talk.de.txt", recipe, ()), b"Anna: Hallo.\n\nBen: Hallo, Anna.\n")
    assert state.transcript is not None
    assert state.transcript.language == "de"


def test_what_is_no_file_is_left_out_and_named(tmp_path: Path) -> None:
    """A hidden file, a link to nothing and a pipe were passed over in silence."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.srt").write_text("1", "utf-8")
    (tmp_path / "in" / ".b.srt").write_text("1", "utf-8")
    (tmp_path / "in" / "c.srt").symlink_to(tmp_path / "nothing")
    os.mkfifo(tmp_path / "in" / "d.srt")
    found, noticed = find_inputs(Recipe(inputs=("in",), root=str(tmp_path)))
    assert [Path(name).name for name in found] == ["a.srt"]
    assert [(d.code, d.message.partition(": ")[2]) for d in noticed] == [
        ("batch.not-a-file", "hidden: it is left out"),
        ("batch.not-a-file", "a link to nothing: it is left out"),
        ("batch.not-a-file", "a device or a pipe: it is left out"),
    ]
    assert find_inputs(Recipe(inputs=("in/.b.srt",), root=str(tmp_path)))[0] == [str(tmp_path / "in" / ".b.srt")]


def test_a_source_is_named_as_seen_from_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from captionkit.batch.manifest import _seen_from

    monkeypatch.chdir(tmp_path)
    seen = _seen_from(str(tmp_path / "out"))
    names = ["a.srt", "in/a.srt", "in/b.srt", str(tmp_path / "out" / "a.srt"), "s3://talks/a.srt"]
    assert [seen(name) for name in names] == ["../a.srt", "../in/a.srt", "../in/b.srt", "a.srt", "s3://talks/a.srt"]
    assert _seen_from("s3://out")("in/a.srt") == "a.srt"
