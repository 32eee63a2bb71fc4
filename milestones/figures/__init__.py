"""Everything a reader sees: a question, one query, one drawing function, in two languages.

Importing the package registers every drawing function of its rooms in `registry.FIGURES`.
A figure is added by one file in `queries/figures` and one module here.
"""

from importlib import import_module
from pkgutil import walk_packages

for _module in walk_packages(__path__, f"{__name__}."):
    import_module(_module.name)
