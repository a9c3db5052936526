"""The parts of a workbook that hold no cells, as the XML they are (ECMA-376, Office Open XML). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final
from xml.sax.saxutils import escape, quoteattr

_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_FORMATS}/spreadsheetml/2006/main"
_RELATIONS: Final = f"{_FORMATS}/package/2006/relationships"
_OFFICE_RELATIONS: Final = f"{_FORMATS}/officeDocument/2006/relationships"
_SHEET_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"

SHEET_START: Final = f'{_HEAD}<worksheet xmlns="{_MAIN}">'
SHEET_END: Final = "</worksheet>"

PACKAGE_RELATIONS: Final = (
    f'{_HEAD}<Relationships xmlns="{_RELATIONS}">'
    f'<Relationship Id="rId1" Type="{_OFFICE_RELATIONS}/officeDocument" Target="xl/workbook.xml"/>'
    f'<Relationship Id="rId2" Type="{_RELATIONS}/metadata/core-properties" Target="docProps/core.xml"/>'
    f'<Relationship Id="rId3" Type="{_OFFICE_RELATIONS}/extended-properties" Target="docProps/app.xml"/>'
    "</Relationships>"
)

_FONT: Final = '<sz val="11"/><name val="Calibri"/><family val="2"/>'
_LOOK: Final = 'fontId="0" fillId="0" borderId="0"'
STYLES: Final = (
    f'{_HEAD}<styleSheet xmlns="{_MAIN}">'
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="yyyy-mm-dd hh:mm:ss"/></numFmts>'
    f'<fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill>'
    '<fill><patternFill patternType="gray125"/></fill></fills>'
    '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    f'<cellStyleXfs count="1"><xf numFmtId="0" {_LOOK}/></cellStyleXfs>'
    '<cellXfs count="5">'
    f'<xf numFmtId="0" {_LOOK} xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    f'<xf numFmtId="164" {_LOOK} xfId="0" applyNumberFormat="1"/>'
    f'<xf numFmtId="0" {_LOOK} xfId="0" applyAlignment="1"><alignment horizontal="left"/></xf>'
    f'<xf numFmtId="0" {_LOOK} xfId="0" applyAlignment="1"><alignment vertical="top" wrapText="1"/></xf>'
    "</cellXfs>"
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles>'
    '<dxfs count="0"/>'
    '<tableStyles count="0" defaultTableStyle="TableStyleMedium9" defaultPivotStyle="PivotStyleLight16"/>'
    "</styleSheet>"
)
"""The formats of cells, in the order of `sheet_cells.Style`: plain, heading, moment, number to the left, wrapped."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet of the workbook. `filtered` is the range with the filter, `$A$1:$C$9`; empty when there is none."""

    name: str
    filtered: str = ""


def sheet_part(number: int) -> str:
    """Where the sheet of this number (from 1) lies in the package."""
    return f"xl/worksheets/sheet{number}.xml"


def content_types(sheet_count: int) -> str:
    """`[Content_Types].xml`."""
    parts = {
        "docProps/app.xml": "application/vnd.openxmlformats-officedocument.extended-properties+xml",
        "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
        "xl/styles.xml": f"{_SHEET_TYPE}.styles+xml",
        "xl/workbook.xml": f"{_SHEET_TYPE}.sheet.main+xml",
        **{sheet_part(number): f"{_SHEET_TYPE}.worksheet+xml" for number in range(1, sheet_count + 1)},
    }
    return (
        f'{_HEAD}<Types xmlns="{_FORMATS}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="/{part}" ContentType="{kind}"/>' for part, kind in parts.items())
        + "</Types>"
    )


def workbook(sheets: Sequence[Sheet]) -> str:
    """`xl/workbook.xml`: the sheets in their order, and the hidden names that Excel keeps for filters."""
    listed = "".join(
        f'<sheet name={quoteattr(sheet.name)} sheetId="{number}" r:id="rId{number}"/>'
        for number, sheet in enumerate(sheets, start=1)
    )
    names = "".join(
        f'<definedName name="_xlnm._FilterDatabase" localSheetId="{place}" hidden="1">'
        f"{escape(_quoted(sheet.name))}!{sheet.filtered}</definedName>"
        for place, sheet in enumerate(sheets)
        if sheet.filtered
    )
    return (
        f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE_RELATIONS}">'
        "<workbookPr/><bookViews><workbookView/></bookViews>"
        f"<sheets>{listed}</sheets>" + (f"<definedNames>{names}</definedNames>" if names else "") + "</workbook>"
    )


def workbook_relations(sheet_count: int) -> str:
    """`xl/_rels/workbook.xml.rels`."""
    kinds = [("worksheet", sheet_part(number)) for number in range(1, sheet_count + 1)]
    return (
        f'{_HEAD}<Relationships xmlns="{_RELATIONS}">'
        + "".join(
            f'<Relationship Id="rId{number}" Type="{_OFFICE_RELATIONS}/{kind}" Target="{part.removeprefix("xl/")}"/>'
            for number, (kind, part) in enumerate([*kinds, ("styles", "xl/styles.xml")], start=1)
        )
        + "</Relationships>"
    )


def core_properties(moment: datetime) -> str:
    """`docProps/core.xml`: when the workbook was made."""
    text = moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return (
        f'{_HEAD}<cp:coreProperties xmlns:cp="{_FORMATS}/package/2006/metadata/core-properties"'
        ' xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f'<dcterms:created xsi:type="dcterms:W3CDTF">{text}</dcterms:created>'
        f'<dcterms:modified xsi:type="dcterms:W3CDTF">{text}</dcterms:modified></cp:coreProperties>'
    )


def app_properties(program: str) -> str:
    """`docProps/app.xml`: what made the workbook."""
    return (
        f'{_HEAD}<Properties xmlns="{_FORMATS}/officeDocument/2006/extended-properties">'
        f"<Application>{escape(program)}</Application></Properties>"
    )


def _quoted(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"
