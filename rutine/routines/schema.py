"""JSON Schemas of the files people edit, made from the models: what editors complete and explain.

A schema is for writing: it knows keys, words and shapes, and never refuses what `rutine check`
takes. Values are typed as an editor reads them (`yes` as a word or as true, a day as text),
where our own reader takes every value as text. Descriptions are in bokmål where there is one.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, Final

from pydantic import BaseModel, Field, TypeAdapter
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from rutine.formats.format_model import FormatFile
from rutine.formats.sentences import Language
from rutine.routines.key_texts import key_text
from rutine.routines.match_file import MatchFile
from rutine.routines.routine_file import RoutineFile
from rutine.routines.suitability_scale import SuitabilityFile
from rutine.routines.tables import CodeFile, GFile, NumberFile
from rutine.routines.word_table import WordFile

_MODULE: Final = re.compile(r"rutine__\w+?__(\w+?)__(\w+)")
"""What pydantic calls two groups of the same name."""

_DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"
_WHOLE: Final = "^-?[0-9]+$"
_NUMBER: Final = "^-?[0-9]+(\\.[0-9]+)?$"
_DAY: Final = "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"

TableFile = Annotated[
    GFile | CodeFile | NumberFile | SuitabilityFile | WordFile, Field(discriminator="table")
]

SCHEMAS: Final[Mapping[str, tuple[str, Any]]] = MappingProxyType(
    {
        "routine": ("Rutine", RoutineFile),
        "match": ("Avstemming av to lister", MatchFile),
        "format": ("Filformat", FormatFile),
        "table": ("Datert tabell", TableFile),
    }
)
"""Each schema's name, its title, and what it describes."""


class _AsEditorsRead(GenerateJsonSchema):
    """Types as an editor's reader of YAML has them, where ours has text only."""

    def str_schema(self, schema: core_schema.StringSchema) -> JsonSchemaValue:
        """A text may look like a number, as the account 1920 does."""
        return super().str_schema(schema) | {"type": ["string", "number", "boolean"]}

    def int_schema(self, schema: core_schema.IntSchema) -> JsonSchemaValue:
        """A whole number, in quotes or not."""
        return super().int_schema(schema) | {"type": ["integer", "string"], "pattern": _WHOLE}

    def float_schema(self, schema: core_schema.FloatSchema) -> JsonSchemaValue:
        """A number, in quotes or not."""
        return super().float_schema(schema) | {"type": ["number", "string"], "pattern": _NUMBER}

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:  # noqa: ARG002 - pydantic calls it so
        """A number, in quotes or not."""
        return {"type": ["number", "string"], "pattern": _NUMBER}

    def bool_schema(self, schema: core_schema.BoolSchema) -> JsonSchemaValue:  # noqa: ARG002 - likewise
        """Yes or no: a word in YAML 1.2, true or false in 1.1."""
        return {"enum": ["yes", "no", True, False]}

    def date_schema(self, schema: core_schema.DateSchema) -> JsonSchemaValue:  # noqa: ARG002 - likewise
        """A day as text."""
        return {"type": "string", "pattern": _DAY}

    def function_before_schema(
        self, schema: core_schema.BeforeValidatorFunctionSchema
    ) -> JsonSchemaValue:
        """Kroner are written as people write them; other values as they are."""
        inner = schema["schema"]
        if inner["type"] in {"is-instance", "function-after", "function-plain"}:
            return {"type": ["string", "number"]}
        return super().function_before_schema(schema)


def schema_of(name: str, language: Language = "nb") -> dict[str, Any]:
    """One of `SCHEMAS`, whole."""
    title, model = SCHEMAS[name]
    made = TypeAdapter(model).json_schema(schema_generator=_AsEditorsRead)
    made = json.loads(_MODULE.sub(r"\1_\2", json.dumps(made)))
    groups = made.setdefault("$defs", {})
    if isinstance(model, type) and issubclass(model, BaseModel):
        _describe(made, model.__name__, language)
    for group, schema in groups.items():
        _describe(schema, group.rsplit("_", 1)[-1], language)
        schema.pop("description", None)  # of the Python class
    _tidy(made)
    made.pop("description", None)
    return {"$schema": _DIALECT, "title": title, **made}


def written(name: str) -> str:
    """A schema as its file holds it."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=2) + "\n"


def write_schemas(folder: Path) -> None:
    """Write every schema to a folder.

    Raises:
        OSError: nothing can be written there.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for name in SCHEMAS:
        path = folder / f"{name}.schema.json"
        path.write_text(written(name), encoding="utf-8", newline="\n")


def _describe(schema: dict[str, Any], group: str, language: Language) -> None:
    """Say each key in the language; the English description stays where there is none."""
    for key, part in schema.get("properties", {}).items():
        part["description"] = key_text(group, key, language) or part.get("description", "")


def _tidy(schema: Any) -> None:
    """Leave out what pydantic adds for programs, and write a closed set of keys as keys."""
    if isinstance(schema, list):
        for each in schema:
            _tidy(each)
    if not isinstance(schema, dict):
        return
    if isinstance(schema.get("title"), str):  # a group may have a key of that name
        del schema["title"]
    names = schema.pop("propertyNames", {}).get("enum")
    if names:
        value = schema.get("additionalProperties", {})
        schema["properties"] = dict.fromkeys(names, value)
        schema["additionalProperties"] = False
    for key, part in schema.items():
        if key not in {"default", "examples", "enum"}:
            _tidy(part)
