"""A plug-in of the type checker that writes down where the fields of the policy language are read."""

import os
from pathlib import Path

from mypy.plugin import Plugin

SEEN = "CONN_TESTS_READS"
"""The setting that names the file written to: a line for each read, with the field, the file and the line."""


class Reads(Plugin):
    """Notes every attribute of a type of the language, wherever the checker meets one."""

    def get_attribute_hook(self, fullname):
        """Note this attribute, and leave its type as it is."""
        if not fullname.startswith("bot.domain.policy."):
            return None

        def noted(context):
            with Path(os.environ[SEEN]).open("a", encoding="utf-8") as seen:
                seen.write(f"{fullname}\t{context.api.path}\t{context.context.line}\n")
            return context.default_attr_type

        return noted


def plugin(_version):
    """Hand the plug-in to the checker."""
    return Reads
