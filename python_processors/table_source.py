"""Reads a table from a text file (.csv, .tsv) as a data frame.

* *Delimiter* is found out by itself unless one is chosen. With *First row is the header* off, columns are called 1, 2, 3 …
* `Mass [kg]` in the header names a column Mass with the unit kg.
* A column of whole numbers becomes one of integers, one of numbers one of doubles (an empty cell or NA is NaN), any other
  is categorical.

Errors name the line.
"""

import csv
import re

import inviwopy as ivw
import ivwdataframe as df
import numpy as np
from inviwopy.properties import BoolProperty, FileProperty, IntProperty, InvalidationLevel, OptionPropertyString, StringOption

MISSING = {"", "na", "n/a", "nan", "null", "none"}


class TableSource(ivw.Processor):
    """Reads when the file or how to read it changes, not at each run."""

    def __init__(self, id, name):
        super().__init__(id, name)
        self.outport = df.DataFrameOutport("outport", "The table.")
        self.addOutport(self.outport)
        level = InvalidationLevel.InvalidResources
        self.file = FileProperty("file", "File", "", "table", level)
        for extension, words in (("csv", "Comma separated"), ("tsv", "Tab separated"), ("txt", "Text"), ("*", "All files")):
            self.file.addNameFilter(f"{words} (*.{extension})")
        delimiters = [
            ("auto", "Automatic", ""),
            ("comma", "Comma", ","),
            ("semicolon", "Semicolon", ";"),
            ("tab", "Tab", "\t"),
            ("space", "Space", " "),
        ]
        options = [StringOption(*row) for row in delimiters]
        self.delimiter = OptionPropertyString("delimiter", "Delimiter", options, invalidationLevel=level)
        self.header = BoolProperty("header", "First row is the header", True, level)
        self.decimalComma = BoolProperty("decimalComma", "Decimal comma", False, level)
        encodings = [StringOption("utf8", "UTF-8", "utf-8-sig"), StringOption("latin1", "Latin-1", "latin-1")]
        self.encoding = OptionPropertyString("encoding", "Encoding", encodings, invalidationLevel=level)
        self.rows = IntProperty("rows", "Rows", value=0, min=0, max=2**31 - 1, increment=1)
        self.rows.readOnly = True
        self.addProperties([self.file, self.delimiter, self.header, self.decimalComma, self.encoding, self.rows])
        self.table = None

    @staticmethod
    def processorInfo():
        return ivw.ProcessorInfo(
            classIdentifier="org.voxloom.TableSource",
            displayName="Table Source",
            category="Data Input",
            codeState=ivw.CodeState.Stable,
            tags="PY, CSV, DataFrame, Source",
            help=ivw.unindentMd2doc(__doc__),
        )

    def getProcessorInfo(self):
        return TableSource.processorInfo()

    def initializeResources(self):
        self.table = None
        path = self.file.value
        if not path:
            return
        if not path.is_file():
            raise FileNotFoundError(f"there is no file {path}")
        try:
            names, columns = self.read(path)
        except UnicodeDecodeError:
            raise ValueError(f"{path} is not in {self.encoding.selectedDisplayName}; choose another encoding") from None
        self.table = df.DataFrame()
        for name, cells in zip(names, columns):
            found = re.fullmatch(r"(.*?)\s*\[(.*)\]\s*", name)
            self.add(found.group(1) if found else name.strip(), found.group(2) if found else "", cells)
        self.table.updateIndex()
        self.rows.value = len(columns[0])

    def read(self, path):
        """The names of the columns, and their cells as texts."""
        size, seen = path.stat().st_size, 0
        with open(path, encoding=self.encoding.value, newline="") as stream:
            sample = stream.read(1 << 16)
            stream.seek(0)

            def lines():
                nonlocal seen
                for number, line in enumerate(stream):
                    seen += len(line)
                    if number % 5000 == 0:
                        self.progress(seen / size)
                    yield line

            reader = csv.reader(lines(), delimiter=self.delimiter.value or guessed(sample), skipinitialspace=True)
            rows = []
            for row in reader:
                if rows and row and len(row) != len(rows[0]):
                    raise ValueError(f"{path}, line {reader.line_num}: {len(row)} cells, where the first row has {len(rows[0])}")
                if row:
                    rows.append(row)
        names = rows.pop(0) if self.header.value and rows else [str(n + 1) for n in range(len(rows[0]) if rows else 0)]
        if not rows:
            raise ValueError(f"{path} holds no row{' below its header' if names else ''}")
        return unique(names), list(zip(*rows))

    def add(self, name, unit, cells):
        """Adds a column of the kind that all its cells have."""
        cells = [cell.strip() for cell in cells]
        missing = [cell.lower() in MISSING for cell in cells]
        texts = [cell.replace(",", ".") for cell in cells] if self.decimalComma.value else cells
        try:
            numbers = np.array([np.nan if gone else float(text) for text, gone in zip(texts, missing)])
        except ValueError:
            self.table.addCategoricalColumn(name, cells)
            return
        if not any(missing) and all(re.fullmatch(r"[+-]?\d{1,9}", text) for text in texts):
            self.table.addIntColumn(name, numbers.astype(np.int32), unit)
        else:
            self.table.addDoubleColumn(name, numbers, unit)

    def process(self):
        # None as long as no file is chosen: nothing is shown, and nothing is wrong.
        self.outport.setData(self.table)


def guessed(sample):
    """The delimiter that a text seems to have."""
    try:
        return csv.Sniffer().sniff(sample, ",;\t|").delimiter
    except csv.Error:
        return ","


def unique(names):
    """The names, those that occur again with a number."""
    seen, result = {}, []
    for name in names:
        seen[name] = seen.get(name, 0) + 1
        result.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return result
