"""Foreseen faults, each in one sentence."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import typer

from milestones.choices import ChoiceNotFoundError
from milestones.console.terminal import say
from milestones.editions.edition import EditionNotFoundError, EditionUnreadableError
from milestones.editions.home import HomeBusyError, HomeMixedError
from milestones.editions.publish import (
    DayAfterReceiptError,
    DeliveryRefusedError,
    EmptyDeliveryError,
    NoSuchDeliveryError,
)
from milestones.editions.release import MomentUnreadableError, ReleaseUnreadableError
from milestones.export.files import FormatUnknownError
from milestones.export.pack import PackFaultError
from milestones.export.pictures.chrome import ChromeMissingError
from milestones.export.pictures.engine import RenderFailedError
from milestones.export.pictures.picture import ThemeNotPrintableError
from milestones.export.pictures.presets import PresetNotFoundError
from milestones.figures import ChoiceMissingError, FigureNotFoundError
from milestones.indicators import DayNotCountedError
from milestones.paths import FileNotWrittenError
from milestones.words import Words, _

FAULTS: dict[type[Exception], str] = {
    HomeBusyError: _("Another publication is at work in {fault}. Try again when it is done."),
    HomeMixedError: _("Synthetic and real filings never share a home: {fault}."),
    EditionNotFoundError: _("There is no edition here: {fault}. Publish filings first."),
    EditionUnreadableError: _("The edition cannot be read: {fault}."),
    EmptyDeliveryError: _("No delivery would be left. Publish another one first."),
    DayAfterReceiptError: _("{fault} lies after the day of receipt."),
    NoSuchDeliveryError: _("There is no delivery {fault}."),
    MomentUnreadableError: _("{fault} is no moment; write it as 2026-07-15T10:00."),
    ReleaseUnreadableError: _(
        "The release time of edition {fault} cannot be read, so nobody sees it. Give it another"
        " one with `publish --release`."
    ),
    DayNotCountedError: _("{fault} lies after the edition's as-of date."),
    FigureNotFoundError: _("There is no such figure. {fault}."),
    FormatUnknownError: _("Figures are not written in the format of {fault}."),
    FileNotWrittenError: _("The file cannot be written: {fault}."),
    PresetNotFoundError: _("There is no such page. {fault}."),
    ThemeNotPrintableError: _("One colour is printed on white; leave the dark theme away."),
    ChromeMissingError: _("No picture can be drawn without a browser. {fault}"),
    RenderFailedError: _("The picture could not be drawn: {fault}."),
}


@contextmanager
def told(words: Words) -> Iterator[None]:
    """Say a foreseen fault in one sentence on standard error and end with exit code 1."""
    try:
        yield
    except DeliveryRefusedError as refused:
        say(words("Nothing was published. These files stop the delivery:"))
        for name, refusal in refused.refusals:
            say(f"  {name}: {refusal.sentence(words)}")
    except ChoiceNotFoundError as fault:
        nearest = words.join(fault.nearest)
        places = {"option": fault.option, "value": fault.value, "nearest": nearest}
        say(words("{option} {value} is not there. Nearest: {nearest}.", **places))
    except ChoiceMissingError as fault:
        places = {"sentence": words(fault.need.sentence), "option": fault.need.option}
        say(words("Nothing was written. {sentence} ({option})", **places))
    except PackFaultError as fault:
        say(fault.sentence(words))
    except tuple(FAULTS) as fault:
        told = fault.args[0] if isinstance(fault, KeyError) else fault
        say(words(FAULTS[type(fault)], fault=str(told)))
    else:
        return
    raise typer.Exit(1)
