"""What the editor's script says, in the language of whoever edits. Values stand in {braces}."""

from django.utils.translation import gettext as _


def editor_words() -> dict[str, str]:
    return {
        "saved": _("All saved"),
        "saving": _("Saving…"),
        "kept": _("Kept in this browser; it will be sent when the server answers"),
        "refused": _("Kept in this browser; sign in again to have it saved"),
        "cannotLoad": _("The words cannot be read just now; trying again."),
        "resent": _("Unsaved edits from before were found here and are being sent: {count}"),
        "line": _("Words at {time}"),
        "playFrom": _("Play from {time}"),
        "isHere": _("{name} is on this line"),
        "alsoHere": _("Also here: {names}"),
        "comma": " · ",
        "changedBy": _("Changed by {name} meanwhile. Which shall stand?"),
        "goneBy": _("Somebody deleted this line while you were writing."),
        "somebody": _("somebody"),
        "takeTheirs": _("Take theirs"),
        "letGo": _("Let mine go"),
        "doubtful": _("Unsure"),
        "empty": _("Empty"),
        "too_fast": _("Too fast to read"),
        "too_long": _("More than two lines"),
        "too_short_a_time": _("Shown too briefly"),
        "too_long_a_time": _("Shown longer than 7 s"),
        "hint": _("{found} → {term}"),
        "hits": _("Found: {count}"),
        "noHits": _("Not found"),
        "more": _("and {count} more, chosen as well"),
        "hitInLine": _("Replace in line {number}"),
        "replaceCount": _("Replace {count}"),
        "deleteCount": _("Delete {count}"),
        "endBeforeStart": _("A line must end after it begins."),
        "overlap": _("This would overlap the line before or after."),
        "caretInside": _("Put the caret between two words: each part needs some text."),
        "noRoom": _("There is no room before the next line; shorten this one first."),
        "nothingToUndo": _("There is nothing to take back any more."),
        "cannotUndo": _("Somebody has changed those lines since; they stay as they are."),
        "noneLeft": _("None is left."),
        "notSaved": _("This could not be saved."),
        "stateChanged": _("The state of this transcript was changed; reload to see it."),
    }


def shortcuts() -> list[tuple[str, list[tuple[str, str]]]]:
    """The sheet of keys: (heading, [(keys, what they do)])."""
    return [
        (
            _("Going"),
            [
                (_("Enter, Alt+↓"), _("Next line")),
                (_("Shift+Enter, Alt+↑"), _("Line before")),
                ("Alt+N, Alt+Shift+N", _("Next or last line the machine was unsure of")),
                ("Alt+W, Alt+Shift+W", _("Next or last line with a remark")),
            ],
        ),
        (
            _("Listening"),
            [
                ("Alt+P", _("Play or pause")),
                ("Alt+R", _("Play this line")),
            ],
        ),
        (
            _("Wording"),
            [
                ("Alt+Enter", _("Split at the caret")),
                ("Alt+M", _("Merge with the next line")),
                ("Alt+I", _("Insert a line after this one")),
                ("Alt+Delete", _("Delete this line")),
                ("Alt+G", _("Take the glossary's word")),
                ("Alt+Y", _("It is right as it stands")),
                ("Alt+H, Ctrl+H", _("Find and replace")),
            ],
        ),
        (
            _("Times"),
            [
                ("Alt+, Alt+.", _("Begin or end where the recording is now")),
                ("Alt+[ Alt+]", _("Begin 0.1 s earlier or later")),
                ("Alt+Shift+[ ]", _("End 0.1 s earlier or later")),
                ("Alt+T", _("Move times")),
            ],
        ),
        (
            _("All"),
            [
                ("Ctrl+Z, Alt+Z", _("Undo")),
                ("Ctrl+Shift+Z, Alt+Shift+Z", _("Redo")),
                ("Ctrl+S", _("Save now (it is saved by itself)")),
                ("Alt+/, ?", _("These keys")),
            ],
        ),
    ]
