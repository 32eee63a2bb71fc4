"""The product as its users meet it: the command line, and nothing else of it."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from typer.testing import CliRunner

from milestones.cli import app

from .indicators import Choice
from .oracle import Delivery


@dataclass(frozen=True)
class Product:
    """The product with a home of its own."""

    home: Path

    def run(self, *words: str) -> Any:
        """What the command prints, read as JSON."""
        done = CliRunner().invoke(app, words, env={"MILESTONES_HOME": str(self.home)})
        assert done.exit_code == 0, f"{words}\n{done.stdout[-2000:]}\n{done.stderr[-4000:]}"
        return json.loads(done.stdout)

    def publish(self, delivery: Delivery, folder: bool) -> dict[str, dict[str, Any]]:
        """Publish a delivery, as a folder or file by file; what was printed, by file name."""
        paths = [delivery.paths[0].parent] if folder else list(delivery.paths)
        day = delivery.received_on.isoformat()
        printed = self.run("publish", *map(str, paths), "--received-on", day, "--json")
        return {Path(one["file"]).name: one for one in accounts(printed)}

    def indicators(self, choice: Choice, day: date | None) -> dict[str, dict[str, Any]]:
        """The indicators of the current edition, by id."""
        words = ["indicators", "--json", *choice.arguments()]
        words += ["--as-of", day.isoformat()] if day else []
        return {one["id"]: one for one in self.run(*words)}

    def many(self, asked: list[tuple[Choice, date | None]]) -> list[dict[str, dict[str, Any]]]:
        """Several calls of indicators, in their order."""
        return [self.indicators(*one) for one in asked]


def accounts(printed: Any) -> list[dict[str, Any]]:
    """The list of files in what publish printed, alone or inside an object."""
    lists = [printed] if isinstance(printed, list) else list(printed.values())
    return next(one for one in lists if isinstance(one, list) and one and "rows" in one[0])
