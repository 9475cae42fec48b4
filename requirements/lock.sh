#!/usr/bin/env bash
# Pin every dependency of pyproject.toml with its hashes, without naming where it came from.
set -euo pipefail
cd "$(dirname "$0")/.."

every=$(mktemp)
trap 'rm -f "$every"' EXIT
compile() {
    .venv/bin/uv pip compile --quiet --python-version 3.11 --generate-hashes --no-header \
        --no-annotate --no-emit-index-url pyproject.toml "$@"
}

compile --all-extras --output-file "$every"
compile --constraint "$every" --output-file requirements/base.txt
compile --constraint "$every" --extra production --output-file requirements/production.txt
compile --constraint "$every" --extra demo --extra production --extra dev --output-file requirements/dev.txt
compile --constraint "$every" --extra openai-whisper --output-file requirements/openai-whisper.txt
