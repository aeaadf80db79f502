"""More than one machine: a real Dask cluster of separate processes, and a real server that speaks S3."""

from __future__ import annotations

import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from captionkit.batch.command import run_batch
from captionkit.batch.executors import executor_of
from captionkit.batch.manifest import verify_folder
from captionkit.batch.run import Summary
from captionkit.errors import UsageError
from tests.batch.conftest import SRT, Folder
from tests.batch.services import dask_cluster, s3_server, s3_settings


def counts(summary: Summary | None) -> dict[str, int]:
    assert summary is not None
    return {s: summary.count(s) for s in ("done", "skipped", "failed", "busy") if summary.count(s)}


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """Start a scheduler and three workers, each a process of its own; give its URL and the workers."""
    pytest.importorskip("distributed", reason="not run: the extra dask is not installed")
    with dask_cluster(tmp_path) as found:
        yield found


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_does_the_work_though_a_worker_is_killed(
    folder: Folder, cluster: tuple[str, list[subprocess.Popen[bytes]]]
) -> None:
    url, workers = cluster
    recipe = folder(200, bad=5)
    ended = 0

    def kill_one(*_: object) -> None:
        nonlocal ended
        ended += 1
        if ended == 40:
            workers[0].send_signal(signal.SIGKILL)

    made = run_batch(recipe, jobs=3, executor=url, progress=kill_one)
    assert workers[0].wait(10) == -signal.SIGKILL
    assert made.summary is not None
    lost = [r.error for r in made.summary.reports if r.status == "failed" and "broken" not in r.source]
    assert lost == []
    assert counts(made.summary) == {"done": 200, "failed": 5}
    assert verify_folder(recipe.parent / "out").bad == 0


def test_an_executor_of_another_kind_is_a_usage_error() -> None:
    with pytest.raises(UsageError, match="no executor"):
        executor_of("spark://somewhere")


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[str]:
    """Start a server that speaks S3 and make a bucket in it."""
    pytest.importorskip("s3fs", reason="not run: the extra remote is not installed")
    pytest.importorskip("moto", reason="not run: no S3 server is installed")
    with s3_server(tmp_path) as port:
        for key, value in s3_settings(port).items():
            monkeypatch.setenv(key, value)
        yield "s3://captions"


@pytest.mark.filterwarnings("ignore")
def test_inputs_and_outputs_on_a_server_that_speaks_s3(bucket: str, tmp_path: Path) -> None:
    s3fs = pytest.importorskip("s3fs")
    s3fs.S3FileSystem.clear_instance_cache()
    system = s3fs.S3FileSystem()
    for number in range(5):
        system.pipe_file(f"captions/in/part{number % 2}/talk{number}.srt", SRT.encode())
    system.pipe_file("captions/in/broken.srt", b"no caption at all")
    recipe = tmp_path / "recipe.toml"
    inputs = f'["{bucket}/in/**/*.srt", "{bucket}/in/broken.srt"]'
    recipe.write_text(f'inputs = {inputs}\n[write]\noutput = "{bucket}/out"\n', "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 5, "failed": 1}
    system.invalidate_cache()
    assert system.cat_file("captions/out/part0/talk0.vtt").decode().startswith("WEBVTT")
    assert verify_folder(f"{bucket}/out").as_dict() == {"folder": f"{bucket}/out", "files": 5, "bad": 0}
    assert counts(run_batch(recipe).summary) == {"skipped": 5, "failed": 1}
    system.pipe_file("captions/out/part0/talk0.vtt", b"changed")
    system.invalidate_cache()
    s3fs.S3FileSystem.clear_instance_cache()
    assert verify_folder(f"{bucket}/out").bad == 1


def test_a_memory_file_system(tmp_path: Path) -> None:
    fsspec = pytest.importorskip("fsspec", reason="not run: the extra remote is not installed")
    system = fsspec.filesystem("memory")
    system.pipe_file("/in/a.srt", SRT.encode())
    recipe = tmp_path / "recipe.toml"
    recipe.write_text('inputs = ["memory://in/*.srt"]\n[write]\noutput = "memory://out"\n', "utf-8")
    assert counts(run_batch(recipe).summary) == {"done": 1}
    assert system.cat_file("/out/a.vtt").startswith(b"WEBVTT")
