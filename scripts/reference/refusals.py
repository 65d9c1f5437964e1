"""How Riser says no: statuses of the API with their errors, and the exit codes of the command line."""

import inspect

from reference.markdown import code, head, page, table, text
from riser.foundation import errors
from riser.web.refusals import MEANINGS, STATUSES

LEAD = (
    "What a program gets to hear. Every answer holds a sentence that names the place, the fault and the "
    "remedy, and nothing is half stored."
)
EXIT_CODES = (
    ("0", "done; a report always, whatever it finds"),
    (
        "1",
        "a verdict that should stop a script, such as `riser launch check` on NO-GO, or a load that waits",
    ),
    (
        "2",
        "the input cannot be taken, the role does not allow it, there is no such record, or wrong use",
    ),
)


def pages() -> dict[str, str]:
    """One page."""
    named = {status: error for error, status in STATUSES}
    rows = [
        (str(status), text(meaning), code(named[status].__name__) if status in named else "")
        for status, meaning in MEANINGS.items()
    ]
    lines = [*head("Error codes and exit codes", LEAD), "## API", ""]
    lines += table(("status", "meaning", "error"), rows)
    lines += ["The body is always of this shape; `409` adds `version` and `clashes`:", ""]
    lines += [
        "```json",
        '{"detail": "the sentence", "problems": [{"row": 3, "column": "cap", "reason": "…"}]}',
        "```",
        "",
    ]
    lines += ["## Command line", "", *table(("exit code", "meaning"), EXIT_CODES)]
    lines += ["## Errors by name", "", *table(("error", "means"), by_name())]
    return {"refusals.md": page(lines)}


def by_name() -> list[tuple[str, str]]:
    """Each kind of refusal in the code, with its first sentence."""
    kinds = [
        one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, errors.RiserError)
    ]
    return [(code(kind.__name__), text((inspect.getdoc(kind) or "").split("\n\n")[0])) for kind in kinds]
