"""Turns a Whisper model in CTranslate2's file format into a file that openai-whisper loads.

Owns the reading of that format and the map of names. Needs PyTorch to write the result, and
imports it only then. Every variable must be used and every parameter found: a model of a
shape not known here is refused, not half converted.
"""

from __future__ import annotations

import json
import os
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeAlias

import numpy as np
import numpy.typing as npt

Variables: TypeAlias = dict[str, npt.NDArray[Any]]

_SPECIFICATION = "WhisperSpec"
_READABLE_VERSIONS = (5, 6)
_FLOAT16 = 4
_TYPES = {0: "<f4", 1: "<i1", 2: "<i2", 3: "<i4", _FLOAT16: "<f2"}

# Whisper's output layer is its embeddings again, so CTranslate2 may store it twice.
_TIED = "decoder/projection/weight"


class WeightsUnreadableError(ValueError):
    """The file is no Whisper model in a form that is known here."""


def convert(folder: Path, target: Path) -> None:
    """Write the model in `folder` to `target`, with its list of alignment heads beside it.

    Appears whole or not at all. Raises `WeightsUnreadableError`, or `ImportError` without PyTorch.
    """
    import torch

    variables = read_variables(folder / "model.bin")
    state = {name: torch.from_numpy(np.array(value)) for name, value in state_of(variables).items()}
    checkpoint = {"dims": dimensions(variables), "model_state_dict": state}
    config = folder / "config.json"
    heads = json.loads(config.read_text()).get("alignment_heads") if config.is_file() else None
    target.parent.mkdir(parents=True, exist_ok=True)
    if heads:
        _write(target.with_suffix(".heads.json"), lambda f: f.write(json.dumps(heads).encode()))
    _write(target, lambda file: torch.save(checkpoint, file))


def _write(target: Path, writer: Any) -> None:
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}-")
    try:
        with os.fdopen(handle, "wb") as file:
            writer(file)
        Path(name).replace(target)
    except BaseException:
        Path(name).unlink()
        raise


def read_variables(path: Path) -> Variables:
    """Every variable of the file by its name, as floats. Raises `WeightsUnreadableError`."""
    try:
        with path.open("rb") as file:
            return _floats(dict(_variables(file)))
    except (OSError, struct.error, UnicodeDecodeError, KeyError) as error:
        raise WeightsUnreadableError(f"{path.name} is damaged or of an unknown kind") from error


def _variables(file: BinaryIO) -> Iterator[tuple[str, npt.NDArray[Any]]]:
    (version,) = _unpack(file, "<I")
    if version not in _READABLE_VERSIONS:
        raise WeightsUnreadableError(f"version {version} of the file format is not known")
    if (specification := _string(file)) != _SPECIFICATION:
        raise WeightsUnreadableError(f"the file holds a {specification}, not a Whisper model")
    _revision, count = _unpack(file, "<II")
    for _ in range(count):
        name = _string(file)
        (rank,) = _unpack(file, "<B")
        shape = _unpack(file, f"<{rank}I")
        kind, size = _unpack(file, "<BI")
        data = file.read(size)
        if len(data) != size:
            raise WeightsUnreadableError("the file ends too early")
        yield name, np.frombuffer(data, _TYPES[kind]).reshape(shape)


def _unpack(file: BinaryIO, form: str) -> tuple[int, ...]:
    return struct.unpack(form, file.read(struct.calcsize(form)))


def _string(file: BinaryIO) -> str:
    (length,) = _unpack(file, "<H")
    return file.read(length).rstrip(b"\0").decode()


def _floats(variables: Variables) -> Variables:
    """Undo eight-bit weights: each row was multiplied by its own scale."""
    plain = {}
    for name, value in variables.items():
        if name.endswith("_scale"):
            continue
        scale = variables.get(f"{name}_scale")
        if scale is not None:
            rows = scale.reshape(scale.shape + (1,) * (value.ndim - scale.ndim))
            plain[name] = (value.astype(np.float32) / rows).astype(np.float32)
        else:
            plain[name] = value
    return plain


def dimensions(variables: Variables) -> dict[str, int]:
    """The sizes that openai-whisper builds its model from."""
    audio_state, mels, _ = variables["encoder/conv1/weight"].shape
    vocabulary, text_state = variables["decoder/embeddings/weight"].shape
    return {
        "n_mels": mels,
        "n_audio_ctx": variables["encoder/position_encodings/encodings"].shape[0],
        "n_audio_state": audio_state,
        "n_audio_head": _heads(variables, "encoder"),
        "n_audio_layer": _layers(variables, "encoder"),
        "n_vocab": vocabulary,
        "n_text_ctx": variables["decoder/position_encodings/encodings"].shape[0],
        "n_text_state": text_state,
        "n_text_head": _heads(variables, "decoder"),
        "n_text_layer": _layers(variables, "decoder"),
    }


def _heads(variables: Variables, part: str) -> int:
    return int(variables[f"{part}/num_heads"])


def _layers(variables: Variables, part: str) -> int:
    beginnings = {name.split("/")[1] for name in variables if name.startswith(f"{part}/layer_")}
    return len(beginnings - {"layer_norm"})


def state_of(variables: Variables) -> Variables:
    """The parameters under openai-whisper's names. Raises `WeightsUnreadableError`."""
    left = dict(variables)
    state: Variables = {}
    for part in ("encoder", "decoder"):
        for layer in range(_layers(variables, part)):
            _block(left, state, part, layer)
    _stem(left, state)
    # What has no dimensions is a setting of CTranslate2 itself.
    strangers = [name for name, value in left.items() if value.ndim and name != _TIED]
    if strangers:
        raise WeightsUnreadableError(f"the model has parts that are not known: {strangers[:3]}")
    return state


def _stem(left: Variables, state: Variables) -> None:
    for conv in ("conv1", "conv2"):
        for kind in ("weight", "bias"):
            state[f"encoder.{conv}.{kind}"] = left.pop(f"encoder/{conv}/{kind}")
    state["decoder.token_embedding.weight"] = left.pop("decoder/embeddings/weight")
    for part, norm in (("encoder", "ln_post"), ("decoder", "ln")):
        positions = left.pop(f"{part}/position_encodings/encodings")
        state[f"{part}.positional_embedding"] = positions
        _norm(left, state, f"{part}/layer_norm", f"{part}.{norm}")


def _block(left: Variables, state: Variables, part: str, layer: int) -> None:
    source, target = f"{part}/layer_{layer}", f"{part}.blocks.{layer}"
    attention = f"{source}/self_attention"
    _norm(left, state, f"{attention}/layer_norm", f"{target}.attn_ln")
    _split(left, state, f"{attention}/linear_0", f"{target}.attn", ("query", "key", "value"))
    _linear(left, state, f"{attention}/linear_1", f"{target}.attn.out")
    if part == "decoder":
        attention = f"{source}/attention"
        _norm(left, state, f"{attention}/layer_norm", f"{target}.cross_attn_ln")
        _linear(left, state, f"{attention}/linear_0", f"{target}.cross_attn.query")
        _split(left, state, f"{attention}/linear_1", f"{target}.cross_attn", ("key", "value"))
        _linear(left, state, f"{attention}/linear_2", f"{target}.cross_attn.out")
    _norm(left, state, f"{source}/ffn/layer_norm", f"{target}.mlp_ln")
    _linear(left, state, f"{source}/ffn/linear_0", f"{target}.mlp.0")
    _linear(left, state, f"{source}/ffn/linear_1", f"{target}.mlp.2")


def _norm(left: Variables, state: Variables, source: str, target: str) -> None:
    state[f"{target}.weight"] = left.pop(f"{source}/gamma")
    state[f"{target}.bias"] = left.pop(f"{source}/beta")


def _linear(left: Variables, state: Variables, source: str, target: str) -> None:
    state[f"{target}.weight"] = left.pop(f"{source}/weight")
    state[f"{target}.bias"] = left.pop(f"{source}/bias")


def _split(
    left: Variables, state: Variables, source: str, target: str, names: tuple[str, ...]
) -> None:
    """Take apart projections that CTranslate2 keeps as one matrix. Keys have no bias."""
    weights = np.split(left.pop(f"{source}/weight"), len(names))
    biases = np.split(left.pop(f"{source}/bias"), len(names))
    for name, weight, bias in zip(names, weights, biases, strict=True):
        state[f"{target}.{name}.weight"] = weight
        if name != "key":
            state[f"{target}.{name}.bias"] = bias
        elif np.any(bias):
            raise WeightsUnreadableError(f"{source} has a bias for keys, which Whisper has not")
