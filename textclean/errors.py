"""What can go wrong, as exceptions whose message is one clear line: what, where, what to do.

The command line prints the message of a TextcleanError and goes on with the next input. Anything else is a
bug and crashes loudly.
"""


class TextcleanError(Exception):
    """Base of all errors that a user can cause and mend."""


class OptionError(TextcleanError, ValueError):
    """An option that does not exist or a value it does not take."""


class InputError(TextcleanError, TypeError):
    """What is no text and no bytes, such as the null of a data frame."""


class EncodingError(TextcleanError):
    """An encoding that is unknown, or data that is not text."""


class ContainerError(TextcleanError):
    """A compressed file or a file of records that cannot be read or written as a whole."""


class RuleError(TextcleanError):
    """A rule file that cannot be used; the message names file, rule and key."""


class EditError(TextcleanError):
    """An edit that does not fit the text it is applied to."""


class ProofError(Exception):
    """The edits do not lead from the original to the clean text and back: a bug in textclean."""


class RestoreError(TextcleanError):
    """An original that cannot be given back: the clean file or its report is not what it was."""


class DecisionError(TextcleanError):
    """Decisions that cannot be carried out: the file is not what the report saw, or they are damaged."""
