"""Where errors become one sentence and an exit code: the last line of every ``km`` command."""

import errno
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

import click

from km_graph.errors import ConfigError, KmError

# Options of `km` itself that people write after the subcommand.
_GLOBAL_OPTIONS = frozenset({"-v", "-vv", "--verbose", "-q", "--quiet", "--log-file"})


_DISK_FULL = (errno.ENOSPC, errno.EDQUOT)


class Failure(click.ClickException):
    """An error said in a sentence; with ``-vv`` its traceback comes first."""

    def __init__(self, message: str, cause: BaseException, *, verbose: bool) -> None:
        super().__init__(message)
        self.cause = cause
        self.verbose = verbose

    def show(self, file: IO[Any] | None = None) -> None:
        """Write to standard error."""
        if self.verbose:
            click.echo(
                "".join(traceback.format_exception(self.cause)), file=file, err=True, nl=False
            )
        click.echo(self.message, file=file, err=True)


class Interrupted(Failure):
    """Ctrl-C, said in a line."""

    exit_code = 130


@contextmanager
def border(ctx: click.Context) -> Iterator[None]:
    """A context no error of the user, of a plugin or of ours leaves as a traceback."""
    verbose = ctx.find_root().params.get("verbose", 0) > 1
    try:
        yield
    except click.NoSuchOption as error:
        if error.option_name not in _GLOBAL_OPTIONS:
            raise
        where = f"{error.option_name} belongs before the subcommand: km {error.option_name} …"
        raise click.UsageError(where, error.ctx) from error
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except KmError as error:
        raise Failure(_sentence(error), error, verbose=verbose) from error
    except KeyboardInterrupt as error:
        raise Interrupted(str(error) or "interrupted", error, verbose=verbose) from error
    except Exception as error:  # the last border: a bug is reported in a sentence too
        raise Failure(_unexpected(error), error, verbose=verbose) from error


def _sentence(error: KmError) -> str:
    if isinstance(error, ConfigError) and len(error.problems) > 1:
        title = f"{error.where or 'configuration'}: {len(error.problems)} problems"
        return "\n  ".join([title, *error.problems, *([error.hint] if error.hint else [])])
    return str(error)


def _unexpected(error: Exception) -> str:
    if isinstance(error, OSError) and (error.filename or error.errno in _DISK_FULL):
        where = f"{error.filename}: " if error.filename else ""
        return f"{where}{str(error.strerror).lower()}"
    said = f"unexpected {type(error).__name__}: {error}".rstrip(": ")
    notes = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
    return f"{said}{notes}; run again as km -vv … to see where, and please report it"
