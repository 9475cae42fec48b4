"""CTranslate2's file is read whole and strictly; real weights keep their meaning."""

import struct
from pathlib import Path

import numpy as np
import pytest

from content.transcripts.ct2_conversion import (
    WeightsUnreadableError,
    dimensions,
    read_variables,
    state_of,
)
from content.transcripts.weights import find_weights
from tests.servers import cache_folder


@pytest.fixture(scope="module")
def base() -> dict[str, np.ndarray]:
    return read_variables(
        Path(find_weights("faster-whisper", "base", cache_folder())) / "model.bin"
    )


def test_sizes_of_the_base_model_are_read(base: dict[str, np.ndarray]) -> None:
    assert dimensions(base) == {
        "n_mels": 80,
        "n_audio_ctx": 1500,
        "n_audio_state": 512,
        "n_audio_head": 8,
        "n_audio_layer": 6,
        "n_vocab": 51865,
        "n_text_ctx": 448,
        "n_text_state": 512,
        "n_text_head": 8,
        "n_text_layer": 6,
    }


def test_joint_projections_are_taken_apart(base: dict[str, np.ndarray]) -> None:
    state = state_of(base)
    joint = base["encoder/layer_0/self_attention/linear_0/weight"]
    names = ("query", "key", "value")
    parts = [state[f"encoder.blocks.0.attn.{name}.weight"] for name in names]
    assert np.array_equal(np.concatenate(parts), joint)
    assert "encoder.blocks.0.attn.key.bias" not in state


def test_part_that_is_not_known_is_refused(base: dict[str, np.ndarray]) -> None:
    stranger = np.zeros((2, 2), np.float16)
    with pytest.raises(WeightsUnreadableError, match="adapter"):
        state_of({**base, "decoder/adapter/weight": stranger})


def test_bias_of_keys_is_refused(base: dict[str, np.ndarray]) -> None:
    name = "decoder/layer_0/self_attention/linear_0/bias"
    with pytest.raises(WeightsUnreadableError, match="bias for keys"):
        state_of({**base, name: np.ones_like(base[name])})


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a model at all",
        struct.pack("<I", 99),
        struct.pack("<IH", 6, 12) + b"WhisperSpec\0" + struct.pack("<II", 3, 1) + b"\x05\0",
        struct.pack("<IH", 6, 16) + b"TransformerSpec\0",
    ],
)
def test_damaged_or_foreign_file_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "model.bin").write_bytes(content)
    with pytest.raises(WeightsUnreadableError):
        read_variables(tmp_path / "model.bin")


def test_eight_bit_weights_are_scaled_back(tmp_path: Path) -> None:
    def variable(name: str, values: np.ndarray, kind: int) -> bytes:
        encoded = name.encode() + b"\0"
        head = struct.pack("<H", len(encoded)) + encoded + struct.pack("<B", values.ndim)
        shape = struct.pack(f"<{values.ndim}I", *values.shape)
        return head + shape + struct.pack("<BI", kind, values.nbytes) + values.tobytes()

    content = struct.pack("<IH", 6, 12) + b"WhisperSpec\0" + struct.pack("<II", 3, 2)
    content += variable("w", np.array([[127, -64], [1, 2]], np.int8), 1)
    content += variable("w_scale", np.array([127, 2], np.float32), 0)
    (tmp_path / "model.bin").write_bytes(content + struct.pack("<I", 0))
    (values,) = read_variables(tmp_path / "model.bin").values()
    assert np.allclose(values, [[1.0, -64 / 127], [0.5, 1.0]])
