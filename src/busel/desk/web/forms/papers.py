"""Forms of the pages on which passphrases are made: what an account takes, and what was written down typed back."""

from __future__ import annotations

import hmac
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from busel.desk.account.accounts import Credentials
from busel.desk.web.porch_forms import KEY_FILE_BYTES, PASSPHRASE_LETTERS, PLAIN
from busel.vault.lock import plain

TYPED_BACK = {**PLAIN, "class": "input--wide"}


class ChoiceForm(forms.Form):
    """What the account takes beside its passphrase; nothing is the default."""

    use_required_attribute = False
    key_file = forms.BooleanField(
        label=gettext_lazy("Also use a key file"),
        help_text=gettext_lazy(
            "A small file that you keep on a stick and give at each sign-in. Who learns the passphrase alone cannot "
            "sign in. If you lose the file, only the recovery code helps."
        ),
        required=False,
    )
    quiet = forms.BooleanField(
        label=gettext_lazy("Also make a quiet passphrase"),
        help_text=gettext_lazy(
            "A second passphrase, for the day when somebody forces you to sign in. Type it instead of the true one: "
            "the account freezes at once, and the page looks as if nobody had used it for a long time."
        ),
        required=False,
    )


class ProofForm(forms.Form):
    """The passphrase of today, before anything about it is changed."""

    use_required_attribute = False
    passphrase = forms.CharField(
        label=gettext_lazy("Your passphrase of today"),
        max_length=PASSPHRASE_LETTERS,
        widget=forms.PasswordInput({**PLAIN, "autocomplete": "current-password"}),
        error_messages={"required": gettext_lazy("Type your passphrase.")},
    )
    key_file = forms.FileField(
        label=gettext_lazy("Key file"),
        help_text=gettext_lazy("Only if your account was made with one."),
        required=False,
        allow_empty_file=True,
    )

    def clean_key_file(self) -> Any:
        """Return the file's content, or None."""
        upload = self.cleaned_data.get("key_file")
        if upload and upload.size > KEY_FILE_BYTES:
            raise forms.ValidationError(_("This is no key file: a key file is small."), code="too_large")
        return upload.read() if upload else None


class TypedBackForm(forms.Form):
    """What was written down, typed once: so that nobody finds out at the next sign-in that a word is missing."""

    use_required_attribute = False
    passphrase = forms.CharField(
        label=gettext_lazy("The passphrase from your paper"),
        max_length=PASSPHRASE_LETTERS,
        widget=forms.TextInput(TYPED_BACK),
        error_messages={"required": gettext_lazy("Type the seven words from your paper.")},
    )
    quiet = forms.CharField(
        label=gettext_lazy("The quiet passphrase from your paper"),
        max_length=PASSPHRASE_LETTERS,
        widget=forms.TextInput(TYPED_BACK),
        error_messages={"required": gettext_lazy("Type the seven words from your paper.")},
    )
    key_file = forms.FileField(
        label=gettext_lazy("The key file, from where you keep it"),
        error_messages={"required": gettext_lazy("Choose the key file that you saved.")},
    )

    def __init__(self, *args: Any, told: Credentials, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._told = told
        if not told.quiet:
            del self.fields["quiet"]
        if told.key_file is None:
            del self.fields["key_file"]

    def clean_passphrase(self) -> str:
        """Refuse other words, and say which differs."""
        return _compared(self.cleaned_data["passphrase"], self._told.passphrase)

    def clean_quiet(self) -> str:
        """Refuse other words, and say which differs."""
        return _compared(self.cleaned_data["quiet"], self._told.quiet)

    def clean_key_file(self) -> bytes:
        """Refuse another file."""
        upload = self.cleaned_data["key_file"]
        content: bytes = upload.read() if upload.size <= KEY_FILE_BYTES else b""
        if not hmac.compare_digest(content, self._told.key_file or b""):
            raise forms.ValidationError(_("This is another file. Choose the key file that you saved a moment ago."))
        return content


class HelloForm(forms.Form):
    """Whose coordinators the newcomer asks."""

    use_required_attribute = False
    division = forms.ChoiceField(
        label=gettext_lazy("Division"),
        help_text=gettext_lazy("Its coordinators see your account name, and let you in."),
        error_messages={
            "required": gettext_lazy("Choose the division."),
            "invalid_choice": gettext_lazy("Choose one of the divisions."),
        },
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division"].choices = [("", "—"), *choices]  # type: ignore[attr-defined]  # a ChoiceField


def _compared(typed: str, told: str) -> str:
    """Return the words. Raises ValidationError, which names the first word that differs."""
    words, wanted = plain(typed).split(), plain(told).split()
    if words == wanted:
        return typed
    at = next((n for n, (one, other) in enumerate(zip(words, wanted, strict=False), 1) if one != other), None)
    if at is None:
        raise forms.ValidationError(
            _("You typed %(typed)s words; the passphrase has %(wanted)s.")
            % {"typed": len(words), "wanted": len(wanted)}
        )
    raise forms.ValidationError(
        _("Word %(number)s is another one on our page. Compare it with your paper, or go back and look.")
        % {"number": at}
    )
