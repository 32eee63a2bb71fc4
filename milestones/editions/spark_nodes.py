"""Nodes of a Spark cluster: reading, shuffling and building parts are tasks that Spark repeats
where a worker is lost. The one module that knows PySpark, which is installed apart."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from shutil import which
from typing import TYPE_CHECKING

from milestones.editions.data_home import DataHome
from milestones.editions.deliveries import DeliveryHistory
from milestones.editions.edition_build import Paths, Progress
from milestones.editions.part_build import Answer, Rows, Stripe
from milestones.editions.parts import build_in_parts
from milestones.paths import ROOT

if TYPE_CHECKING:
    from pyspark import SparkContext

MASTER_VARIABLE = "MILESTONES_SPARK_MASTER"
"""The address of the cluster; where it is not set, Spark's own settings say it, else this
machine is the cluster."""


class SparkMissingError(RuntimeError):
    """PySpark or Java is not installed."""


class SparkFailedError(RuntimeError):
    """Spark could not do its tasks: the cluster is not there, or each attempt at one failed."""


def build_with_spark(
    target: Path, home: DataHome, chain: DeliveryHistory, delivered: Paths, progress: Progress
) -> list[Path]:
    """Build the edition of a chain from nothing on a Spark cluster; see `build_in_parts`.

    Raises SparkMissingError, SparkFailedError too.
    """
    with _connect() as context:
        return build_in_parts(SparkNodes(context), target, home, chain, delivered, progress)


@contextmanager
def _connect() -> Iterator[SparkContext]:
    """Reach the cluster, and leave it afterwards. Its settings are Spark's own."""
    if missing := _missing():
        raise SparkMissingError(missing)
    from py4j.protocol import Py4JError
    from pyspark import SparkConf, SparkContext
    from pyspark.errors import PySparkException

    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    conf = SparkConf().setAppName("milestones").set("spark.executorEnv.PYTHONPATH", path)
    if master := os.environ.get(MASTER_VARIABLE):
        conf.setMaster(master)
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    conf.setIfMissing("spark.ui.enabled", "false")
    conf.setIfMissing("spark.ui.showConsoleProgress", "false")
    try:
        context = SparkContext.getOrCreate(conf)
        try:
            yield context
        finally:
            context.stop()
    except (Py4JError, PySparkException) as error:
        raise SparkFailedError(_reason(error)) from error


def _missing() -> str | None:
    if not find_spec("pyspark"):
        return "PySpark"
    return None if os.environ.get("JAVA_HOME") or which("java") else "Java"


class SparkNodes:
    """The workers of a cluster."""

    def __init__(self, context: SparkContext) -> None:
        self._context = context

    @property
    def slots(self) -> int:
        slots: int = self._context.defaultParallelism
        return slots

    def each(self, do: Callable[[int], Answer], numbers: Sequence[int]) -> Iterable[Answer]:
        if not numbers:
            return []
        answers: list[Answer] = self._context.parallelize(numbers, len(numbers)).map(do).collect()
        return answers

    def shuffle(
        self,
        split: Callable[[Stripe], Iterable[tuple[int, Rows]]],
        stripes: Sequence[Stripe],
        build: Callable[[Iterable[Rows]], str],
        parts: int,
    ) -> Iterable[str]:
        def build_of(rows: Iterable[tuple[int, Rows]]) -> Iterator[str]:
            yield build(each for _, each in rows)

        splitting = self._context.parallelize(stripes, len(stripes) or 1).flatMap(split)
        told: list[str] = splitting.partitionBy(parts, int).mapPartitions(build_of).collect()
        return told


def _reason(error: Exception) -> str:
    """Say the last line of a trace of Python that names an error, else the first line."""
    lines = [line for line in str(error).splitlines() if line.strip()]
    named = [line for line in lines if re.match(r"[\w.]+(Error|Exception|Refused)\b", line)]
    return (named or lines)[-1 if named else 0]
