"""What can be wrong with a plan's file, said so that it can be mended."""


class PlanNotFoundError(LookupError):
    """No plan has that name; the message lists those that there are."""

    def __init__(self, name: str, known: list[str]) -> None:
        super().__init__(f"no plan is called {name!r}; there are: {', '.join(known) or 'none'}")


class PlanInvalidError(ValueError):
    """A plan's file says something that cannot be followed.

    Names the file, the key in it, the value found (None where it is missing), and the remedy.
    """

    def __init__(self, file: str, key: str, value: object, remedy: str) -> None:
        self.file, self.key, self.value, self.remedy = file, key, value, remedy
        found = "is missing" if value is None else f"is {value!r}"
        super().__init__(f"{file}: {key} {found}: {remedy}")
