"""Faults that the readers of file formats raise on a broken file, as one refusal."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from zipfile import BadZipFile

import duckdb
import pyarrow as pa
from python_calamine import CalamineError, PasswordError

from milestones.filings.remarks import FilingRefused

BROKEN = (
    pa.ArrowException,
    BadZipFile,
    CalamineError,
    EOFError,
    NotImplementedError,
    ValueError,
    duckdb.ConversionException,
    duckdb.IOException,
    duckdb.InvalidInputException,
    zlib.error,
)


@contextmanager
def damage_refused() -> Iterator[None]:
    """Turn the faults of a broken file into FilingRefused: `damaged`, or `protected` where a
    password is asked for. Faults of the disk or of the program pass unchanged."""
    try:
        yield
    except FilingRefused:
        raise
    except PasswordError as error:
        raise FilingRefused("protected") from error
    except BROKEN as error:
        raise _damaged(error) from error
    except BaseException as error:
        if _is_fault_of_reader(error):
            raise _damaged(error) from error
        raise


def _is_fault_of_reader(error: BaseException) -> bool:
    """DuckDB's nameless errors (a stream that ends early), Arrow's (an OSError without a number)
    and the panics of the workbook reader, which stand outside Exception."""
    if isinstance(error, OSError):
        return error.errno is None
    return type(error) is duckdb.Error or type(error).__name__ == "PanicException"


def _damaged(error: BaseException) -> FilingRefused:
    lines = str(error).strip().splitlines()
    return FilingRefused("damaged", reason=lines[0] if lines else type(error).__name__)
