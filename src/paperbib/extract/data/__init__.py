"""Structured notes: records in JSON and YAML (`records`), `tables`, and `notebook`.

`json_text` and `yaml_text` read a text into the `values` that all of them are made
of, each with its place; `fields` knows what a field says by its name.
"""
