"""gettext for what also runs without Django: rules on files, checks of content."""


def gettext(text: str) -> str:
    """The sentence in the language in force; as it is written where Django is not set up, or only in part."""
    from django.apps import apps
    from django.conf import settings

    if not settings.configured or not apps.ready:
        return text
    from django.utils.translation import gettext as translated

    return translated(text)
