"""Style sheets, scripts and pictures: gathered under names that change with their content, or served from the source."""

from __future__ import annotations

from django.conf import settings
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GatheredFiles(CompressedManifestStaticFilesStorage):
    """Gives the gathered name of a file, or its plain one as long as nobody has run `collectstatic`."""

    # A library's file may mention a picture that it does not ship; that is no reason to close the office.
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The name under which the file is served."""
        return name if settings.WHITENOISE_USE_FINDERS else str(super().stored_name(name))
