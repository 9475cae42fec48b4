"""Lectures that nobody gave, in the words of the trade: what the search benchmarks search in.

The same count always gives the same documents. Words come as often as in speech (a few in every
third moment, most of them rarely), and each lecture keeps coming back to words of its own. They are
analysed by our analyser once; the analysed documents are kept in a folder for temporary things and
read from there the next time.
"""

import hashlib
import os
import random
import re
import struct
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from zlib import crc32

from lectern.bench.base import Say
from search.documents import IndexDocument, IndexMoment, Passage, build_document

MOMENT_MS = 22_000
LEAST_MOMENTS, MOST_MOMENTS = 40, 280
"""A talk of a quarter of an hour, and a morning's."""
ENGLISH_SHARE = 0.12
EDITION = 1
"""To be raised where other words are written here, or the analyser makes other tokens of them."""
TALKS = 16
"""How many lectures one process writes at a time."""

_SPOKEN = re.findall(
    r"\S+",
    "我们 这个 就是 一个 那么 然后 可以 大家 现在 如果 因为 所以 但是 没有 他们 什么 时候 比如 "
    "这样 里面 应该 需要 进行 通过 已经 非常 主要 或者 一定 问题 情况 方面 工作 要求 今天 我们的",
)
_TRADE = re.findall(
    r"\S+",
    "建筑 质量 混凝土 工程 施工 项目 构件 装配式 设计 技术 管理 安全 标准 企业 生产 现场 钢筋 "
    "预制 安装 工业化 检查 结构 材料 验收 叠合板 灌浆 套筒 模板 工厂 吊装 养护 强度 墙板 楼板 "
    "外墙 连接 节点 防水 密封 保温 裂缝 尺寸 偏差 监理 图纸 规范 进度 成本 班组 培训 浙江 嘉兴 "
    "海宁 住宅 绿色建筑 双T板 钢结构 木结构 桩基 基坑 支撑 脚手架 塔吊 起重 运输 堆放 "
    "面积 比例 政策 补贴 试点 示范 信息化 模型 数字化 机器人 传感器 检测 报告 整改 隐患 责任 "
    "业主 总包 分包 合同 招标 造价 评价 认证 资质 人才 工人 技能 考核 竞赛 讲座 提升班 "
    "质量通病 渗漏 空鼓 开裂 平整度 垂直度 坍落度 配合比 水灰比 外加剂 骨料 水泥 砂浆 "
    "轻质隔墙 内装 整体卫浴 管线分离 干式工法 标准化设计 模数协调 构件拆分 深化设计 一体化",
)
_ENGLISH = re.findall(
    r"\S+",
    "the of to and a in is that we it for this on are be with as you will have from concrete "
    "building quality wall factory site panel design steel work joint crane floor structure load "
    "precast module safety slab standard test strength curing drawing inspection column beam "
    "prefabricated assembly tolerance grout sleeve sealing water insulation crack measure training "
    "worker contractor owner budget schedule lift storage transport component connection timber "
    "reinforcement formwork scaffold foundation survey report accident repair energy digital",
)
_STOPS = ("，", "，", "，", "。", "。", "；", "？")


@dataclass(frozen=True)
class Corpus:
    """`moments` in all, kept at `path`; read it as often as wished."""

    path: Path
    moments: int

    def documents(self) -> Iterator[IndexDocument]:
        for data in self.stored():
            yield IndexDocument.from_bytes(data)

    def stored(self) -> Iterator[bytes]:
        """The documents as the journal keeps them."""
        with self.path.open("rb") as file:
            while head := file.read(4):
                yield file.read(struct.unpack(">I", head)[0])


def corpus_of(moments: int, say: Say) -> Corpus:
    """The corpus of so many moments, written now if it is not there yet."""
    folder = Path(tempfile.gettempdir()) / "lectern-bench"
    folder.mkdir(parents=True, exist_ok=True)
    corpus = Corpus(folder / f"corpus-{moments}-{_mark()}", moments)
    if not corpus.path.exists():
        say(f"Writing and analysing {moments} moments, once")
        unfinished = corpus.path.with_suffix(f".{os.getpid()}")
        with unfinished.open("wb") as file, ProcessPoolExecutor() as writers:
            for done, batch in enumerate(writers.map(_written, _plan(moments)), start=1):
                for data in batch:
                    file.write(struct.pack(">I", len(data)) + data)
                if done % 20 == 0:
                    say(f"  {done * TALKS} lectures")
        unfinished.replace(corpus.path)
    return corpus


def _mark() -> str:
    """Another one where documents hold other things."""
    held = [field.name for kind in (IndexDocument, IndexMoment) for field in fields(kind)]
    return f"{EDITION}-{crc32(' '.join(held).encode()):08x}"


def _plan(moments: int) -> Iterator[list[tuple[int, int]]]:
    """For each lecture its number and how many moments it has; so many in all."""
    chance = random.Random(moments)  # noqa: S311  # the same lectures every time
    batch: list[tuple[int, int]] = []
    number = 0
    while moments > 0:
        length = min(moments, chance.randint(LEAST_MOMENTS, MOST_MOMENTS))
        batch.append((number, length))
        number, moments = number + 1, moments - length
        if len(batch) == TALKS:
            yield batch
            batch = []
    if batch:
        yield batch


def _written(talks: Sequence[tuple[int, int]]) -> list[bytes]:
    return [_lecture(number, length).to_bytes() for number, length in talks]


def _lecture(number: int, length: int) -> IndexDocument:
    chance = random.Random(number)  # noqa: S311  # as above
    is_english = chance.random() < ENGLISH_SHARE
    speaker = _English(chance) if is_english else _Chinese(chance)
    passages = []
    for place in range(length):
        said, cues = speaker.moment(place * MOMENT_MS)
        passages.append(Passage(said, place * MOMENT_MS, (place + 1) * MOMENT_MS, cues))
    return build_document(
        group=f"recording:{_ident(number)}",
        language="en" if is_english else "zh-hans",
        version=number + 1,
        audiences=[_audience(chance)],
        title=speaker.title(),
        summary=speaker.sentence(),
        topics=speaker.topics,
        unit=f"单位{chance.randrange(40)}",
        published_at=datetime(2025, 1, 1, tzinfo=UTC) + timedelta(hours=number),
        passages=passages,
    )


def _ident(number: int) -> str:
    digits = hashlib.sha256(str(number).encode()).hexdigest()
    return f"{digits[:8]}-{digits[8:12]}-4{digits[13:16]}-8{digits[17:20]}-{digits[20:32]}"


def _audience(chance: random.Random) -> tuple[str, ...]:
    drawn = chance.random()
    if drawn < 0.5:
        return ("public",)
    return ("employees",) if drawn < 0.8 else (f"unit:{chance.randrange(40)}",)


class _Speaker(ABC):
    """Says words by how common they are; a third of the trade's words are the talk's own."""

    joint = ""

    def __init__(
        self, chance: random.Random, spoken: Sequence[str], trade: Sequence[str], rare: int
    ) -> None:
        self._chance = chance
        self._spoken = spoken
        self._trade = trade
        self._weights = list(accumulate(1 / (place + 3) for place in range(len(trade))))
        self._own = chance.sample(trade, 6) + [self._rare() for _each in range(rare)]
        self.topics = tuple(self._own[:2])

    def title(self) -> str:
        return self.joint.join(self._own[:4])

    def moment(self, start_ms: int) -> tuple[str, tuple[tuple[int, int], ...]]:
        """Four sentences, each a cue."""
        said, cues = "", []
        for place in range(4):
            cues.append((len(said), start_ms + place * MOMENT_MS // 4))
            said += self.sentence() + self.joint
        return said.rstrip(), tuple(cues)

    def sentence(self) -> str:
        words = [self._word() for _each in range(self._chance.randint(7, 11))]
        return self.joint.join(words) + self._chance.choice(self.stops)

    stops: Sequence[str] = _STOPS

    def _word(self) -> str:
        drawn = self._chance.random()
        if drawn < 0.3:
            return self._chance.choice(self._spoken)
        if drawn < 0.6:
            return self._chance.choices(self._trade, cum_weights=self._weights)[0]
        if drawn < 0.85:
            return self._chance.choice(self._own)
        if drawn < 0.88:
            return str(self._chance.randrange(2, 3000))
        return self._rare()

    @abstractmethod
    def _rare(self) -> str:
        """A word that few lectures hold."""


class _Chinese(_Speaker):
    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance, _SPOKEN, _TRADE, rare=14)

    def _rare(self) -> str:
        """Two characters of the three thousand in use, the first ones of them more often."""
        return "".join(self._character() for _each in range(2))

    def _character(self) -> str:
        place = int(3008 * self._chance.random() ** 2)
        return bytes([0xB0 + place // 94, 0xA1 + place % 94]).decode("gb2312")


class _English(_Speaker):
    joint = " "
    stops = (".", ".", ",", "?")

    def __init__(self, chance: random.Random) -> None:
        super().__init__(chance, _ENGLISH[:22], _ENGLISH[22:], rare=14)

    def _rare(self) -> str:
        parts = ("con", "ta", "ver", "lo", "min", "ster", "pla", "quo", "ren", "di", "mo", "fact")
        return "".join(self._chance.choice(parts) for _each in range(self._chance.randint(2, 4)))
