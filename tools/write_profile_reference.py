"""Write docs/reference/profiles.md from the profiles themselves; ``--check`` only compares."""

import sys
from collections.abc import Iterator
from pathlib import Path

from km_eval.contracts import Profile
from km_eval.profiles.loading import load_profiles

PAGE = Path(__file__).parent.parent / "docs" / "reference" / "profiles.md"
START = """# Profiles

Written from the profiles' own words by `tools/write_profile_reference.py`; a test compares.
A profile is the scoring rule of a published system, to the letter, so that numbers can be
compared with published ones.
`km eval score --predictions FILE --profile all` shows them side by side;
{doc}`/explanation/what-hit-means` tells why they differ.
In JSON every profile has a section of fractions with its version, `n` (its denominator) and
`n_refused` (cases its script would stop at).
"""


def sections(profile: Profile) -> Iterator[str]:
    """What a profile is, what it reports, and what to know about it."""
    denominator = "every question" if profile.counts_missing else "questions with a prediction"
    yield f"## {profile.name}\n"
    first = (type(profile).__doc__ or "").splitlines()[0]
    yield f"{first}\n"
    shown = ", ".join(f"`{name}`" for name in profile.shown)
    yield f"Version {profile.version}, after {profile.source}.\n"
    yield f"In tables: {shown}. Over: {denominator}.\n"
    yield "\n".join(f"- {quirk}" for quirk in profile.quirks) + "\n"


def main() -> int:
    """Write the page, or with ``--check`` tell whether it is up to date."""
    profiles = load_profiles(["all"])
    page = "\n".join([START, *(line for one in profiles for line in sections(one))])
    if "--check" in sys.argv[1:]:
        return 0 if PAGE.exists() and PAGE.read_text("utf-8") == page else 1
    PAGE.write_text(page, "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
