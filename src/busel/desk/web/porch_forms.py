"""Forms that stand before the door."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

KEY_FILE_BYTES = 16 * 1024
"""The door takes 32 KB in all before anybody is signed in; a key file is far smaller."""
HANDLE_LETTERS = 80
PASSPHRASE_LETTERS = 400
CODE_LETTERS = 100
PLAIN = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}
"""The browser keeps and corrects nothing of it."""


class SignInForm(forms.Form):
    """Handle, passphrase and, if the account has one, its key file. The sign-in refuses wrong values, all alike."""

    handle = forms.CharField(
        label=_("Account name"),
        help_text=_("Two words, as on your slip."),
        max_length=HANDLE_LETTERS,
        widget=forms.TextInput({**PLAIN, "class": "input--medium"}),
        error_messages={"required": _("Type your account name.")},
    )
    passphrase = forms.CharField(
        label=_("Passphrase"),
        help_text=_("Seven words with spaces between them."),
        max_length=PASSPHRASE_LETTERS,
        strip=True,
        widget=forms.PasswordInput({**PLAIN, "autocomplete": "current-password"}),
        error_messages={"required": _("Type your passphrase.")},
    )
    key_file = forms.FileField(
        label=_("Key file"),
        help_text=_("Only if your account was made with one."),
        required=False,
        allow_empty_file=True,
    )
    use_required_attribute = False

    def clean_key_file(self) -> Any:
        """Refuse a file that cannot be a key, before anything reads it."""
        upload = self.cleaned_data.get("key_file")
        if upload and upload.size > KEY_FILE_BYTES:
            raise forms.ValidationError(_("This is no key file: a key file is small."), code="too_large")
        return upload


class FreezeForm(forms.Form):
    """The code of a freeze slip. Every code gets the same answer: only an empty one is asked again."""

    code = forms.CharField(
        label=_("Code of the freeze slip"),
        help_text=_("Capital or small letters, with or without dashes: all the same."),
        max_length=CODE_LETTERS,
        widget=forms.TextInput({**PLAIN, "class": "input--code"}),
        error_messages={"required": _("Type the code that stands on the slip.")},
    )
    use_required_attribute = False
