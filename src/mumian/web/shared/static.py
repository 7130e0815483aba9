"""Style sheets, scripts and pictures: gathered under names that change with their content, or served from the source."""

from __future__ import annotations

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]  # ships no types


class GatheredFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # its base ships no types
    """Gives the gathered name of a file, or its plain one as long as nobody has run `collectstatic`."""

    # A library's file may mention a picture that it does not ship; that is no reason to close the office.
    manifest_strict = False

    def read_manifest(self) -> str | None:
        """The list of gathered names; nothing where no folder for them is named."""
        return None if settings.STATIC_ROOT is None else super().read_manifest()

    def stored_name(self, name: str) -> str:
        """The name under which the file is served."""
        return name if settings.WHITENOISE_USE_FINDERS else str(super().stored_name(name))
