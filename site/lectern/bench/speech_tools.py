"""The transcribers that are measured against each other, each in a process of its own.

`python -m lectern.bench.speech_tools TOOL REQUEST`: the request is JSON with `audio`, `weights` by
engine, `language`, `threads` and `cache`; the answer, one line of JSON, holds `text` and `words`,
each [start_ms, end_ms, text]. Start, imports and loading count in the time of every tool.

Each has what it would have in good use: the language told, no prompt, five beams (what the command
lines take by default), word times, for captions are cut by them, and all threads.
- openai: `transcribe` with its own fallbacks and context, in float32, which suits a processor.
- sequential: faster-whisper's `transcribe`, int8, its voice filter on.
- batched: `BatchedInferencePipeline`, int8, batches of 8, its own voice filter.
- batched-plain: the same without word times, as it comes; too coarse to cut captions by.
- lectern: what the transcription job does, by the same functions, apart from its rows.
"""

import json
import sys
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, TypeAlias

Heard: TypeAlias = dict[str, Any]
Weights: TypeAlias = Mapping[str, str]
BEAMS = 5
BATCH_SIZE = 8


def openai(audio: str, weights: Weights, language: str, threads: int, cache: str) -> Heard:
    import torch
    import whisper

    torch.set_num_threads(threads)
    model = whisper.load_model(weights["openai-whisper"], device="cpu")
    found = model.transcribe(
        audio, language=language, beam_size=BEAMS, fp16=False, word_timestamps=True
    )
    words = [word for segment in found["segments"] for word in segment["words"]]
    return _heard(found["text"], ((word["start"], word["end"], word["word"]) for word in words))


def sequential(audio: str, weights: Weights, language: str, threads: int, cache: str) -> Heard:
    found, _ = _faster_whisper(weights, threads).transcribe(
        audio, language=language, beam_size=BEAMS, vad_filter=True, word_timestamps=True
    )
    return _listed(found)


def batched(audio: str, weights: Weights, language: str, threads: int, cache: str) -> Heard:
    return _batched(audio, _faster_whisper(weights, threads), language, word_times=True)


def batched_plain(audio: str, weights: Weights, language: str, threads: int, cache: str) -> Heard:
    return _batched(audio, _faster_whisper(weights, threads), language, word_times=False)


def _batched(audio: str, model: Any, language: str, *, word_times: bool) -> Heard:
    from faster_whisper import BatchedInferencePipeline

    found, _ = BatchedInferencePipeline(model).transcribe(
        audio,
        language=language,
        beam_size=BEAMS,
        batch_size=BATCH_SIZE,
        word_timestamps=word_times,
    )
    return _listed(found)


def lectern(audio: str, weights: Weights, language: str, threads: int, cache: str) -> Heard:
    from content.transcripts.chunk_plan import make_plan
    from content.transcripts.engine_client import EngineChoice, EngineClient
    from content.transcripts.transcription import decode, finish

    choice = EngineChoice(
        "faster-whisper", weights["faster-whisper"], Path(cache), threads, beam_size=BEAMS
    )
    with EngineClient(choice) as client:
        heard = client.listen(Path(audio))
        plan = make_plan(heard.regions, heard.duration_ms)
        client.load()
        segments = [
            segment
            for _, found in decode(client, plan, language=language, prompt="")
            for segment in found
        ]
    cues = finish(segments, language=language, duration_ms=heard.duration_ms)
    return {
        "text": ("" if language == "zh" else " ").join(cue.text for cue in cues),
        "words": [word[:3] for cue in cues for word in cue.words],
    }


def _faster_whisper(weights: Weights, threads: int) -> Any:
    from faster_whisper import WhisperModel

    return WhisperModel(
        weights["faster-whisper"], device="cpu", compute_type="int8", cpu_threads=threads
    )


def _listed(found: Iterable[Any]) -> Heard:
    segments = list(found)
    words = [word for segment in segments for word in segment.words or ()]
    text = "".join(segment.text for segment in segments)
    return _heard(text, ((word.start, word.end, word.word) for word in words))


def _heard(text: str, words: Iterable[tuple[float, float, str]]) -> Heard:
    timed = [(round(start * 1000), round(end * 1000), word) for start, end, word in words]
    return {"text": text, "words": timed}


TOOLS: dict[str, Callable[..., Heard]] = {
    "openai": openai,
    "sequential": sequential,
    "batched": batched,
    "batched-plain": batched_plain,
    "lectern": lectern,
}

if __name__ == "__main__":
    tool, request = sys.argv[1:]
    answer = TOOLS[tool](**json.loads(request))
    sys.stdout.write(json.dumps(answer) + "\n")
