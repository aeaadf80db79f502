#!/bin/sh
# Builds the sdist and from it the wheel, installs the wheel alone in an empty environment, and runs the sdist's suite
# against it (not against src/).
set -eu
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
.venv/bin/python -m build --quiet --outdir "$work/dist" .
python3 -m venv "$work/venv"
pip="$work/venv/bin/python -m pip install --quiet --disable-pip-version-check -c constraints.txt"
$pip "$work"/dist/*.whl
# first as a user has it, with nothing but the core dependencies: it must start and do its job
"$work/venv/bin/captionkit" --help >/dev/null
"$work/venv/bin/captionkit" caption samples/harbour_news.txt -o "$work/out/" --to srt --to vtt
test -s "$work/out/harbour_news.srt" && test -s "$work/out/harbour_news.vtt"
# then the suite, against the installed package; what takes long and is not about packaging runs only elsewhere, and
# properties take fewer examples than in the run over src/
$pip "$(ls "$work"/dist/*.whl)[dev,cjk,translate,http]"
tar -xzf "$work"/dist/*.tar.gz -C "$work" --strip-components=1
rm -r "$work/src"
here=$(pwd)
cd "$work"
CAPTIONKIT_EXAMPLES=20 CAPTIONKIT_CORPORA="${CAPTIONKIT_CORPORA:-$here/../shared/corpora}" \
  "$work/venv/bin/python" -m pytest -q -n "${JOBS:-2}" --dist worksteal -m "not engine" -p no:cacheprovider \
  --ignore tests/quality/test_corpora.py --ignore tests/translation/test_fault_matrix.py \
  --ignore tests/translation/test_resume.py --ignore tests/transcripts/layout/test_generated.py \
  --ignore tests/batch/test_long_runs.py --ignore tests/batch/test_soak.py --ignore tests/test_growth.py \
  --deselect tests/test_docs.py::test_generated_pages_are_up_to_date
