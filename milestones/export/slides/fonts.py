"""Fonts of slides: one for Latin letters, and one for Chinese, which python-pptx does not set."""

from __future__ import annotations

from typing import Any

from pptx.oxml.ns import qn

from milestones.charts.palette import Palette
from milestones.i18n import Lang

LATIN, EAST_ASIAN = "Arial", "Microsoft YaHei"
LOCALES: dict[Lang, str] = {"zh": "zh-CN", "en": "en-GB"}
_RUNS = tuple(qn(tag) for tag in ("a:rPr", "a:defRPr", "a:endParaRPr"))
_AFTER = tuple(qn(f"a:{tag}") for tag in ("sym", "hlinkClick", "hlinkMouseOver", "rtl", "extLst"))
"""What the schema puts behind the fonts of a run."""

_ACCENTS = ("main", "official", "soft", "late", "plan", "unknown")


def set_fonts(root: Any, lang: Lang) -> None:
    """Name both fonts and the language in all runs of a part, and in the defaults of charts."""
    for run in list(root.iter(qn("a:r"))):
        if run.find(qn("a:rPr")) is None:
            run.insert(0, run.makeelement(qn("a:rPr"), {}, None))
    for properties in root.iter(*_RUNS):
        properties.set("lang", LOCALES[lang])
        for tag in ("a:latin", "a:ea", "a:cs"):
            for font in properties.findall(qn(tag)):
                properties.remove(font)
        at = next((n for n, child in enumerate(properties) if child.tag in _AFTER), None)
        fonts = [_font(properties, "a:latin", LATIN), _font(properties, "a:ea", EAST_ASIAN)]
        place = len(properties) if at is None else at
        properties[place:place] = fonts


def _font(parent: Any, tag: str, name: str) -> Any:
    return parent.makeelement(qn(tag), {"typeface": name}, None)


def set_theme(root: Any, colours: Palette) -> None:
    """Give a theme the fonts and the colours of the figures."""
    for tag in ("a:majorFont", "a:minorFont"):
        for scheme in root.iter(qn(tag)):
            scheme.find(qn("a:latin")).set("typeface", LATIN)
            scheme.find(qn("a:ea")).set("typeface", EAST_ASIAN)
            for font in scheme.findall(qn("a:font")):
                if font.get("script") == "Hans":
                    font.set("typeface", EAST_ASIAN)
    for scheme in root.iter(qn("a:clrScheme")):
        for name, colour in _scheme(colours).items():
            slot = scheme.find(qn(f"a:{name}"))
            slot[:] = [slot.makeelement(qn("a:srgbClr"), {"val": colour.lstrip("#")}, None)]


def _scheme(colours: Palette) -> dict[str, str]:
    accents = {f"accent{n}": getattr(colours, name) for n, name in enumerate(_ACCENTS, start=1)}
    ground = {"dk1": colours.ink, "lt1": colours.surface, "dk2": colours.muted}
    links = {"hlink": colours.main, "folHlink": colours.muted}
    return {**ground, "lt2": colours.grid, **accents, **links}
