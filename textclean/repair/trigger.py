"""The pattern that says where ftfy could find mojibake, at the price of one pass over the document."""

from __future__ import annotations

import re

from textclean.patterns import compile_pattern

# Kinds of characters that meet in mojibake; ftfy.badness says more about each.
BAD = "¦¤¨¬¯¸ƒˆˇ˘˛˜†‡‰⌐◊\ufffdªº"
AMOUNT = "¶§¢£¥₧€²³¹±¼½¾×µ÷⁄∂∆∏∑√∞∩∫≈≠≡≤≥№"
BOX = "│┌┐┘├┤┬┼═-╬▀▄█▌▐░▒▓"
START = "¡«¿©΄΅‘‚“„•‹\uf8ff"
END = "®»˝”›™"
UPPER = "À-ÖØ-ÞĀĂĄĆČĎĐĘĚĒĖĞĢİĪĶĹĽŁĻŃŇŅŒŘŚŞŠŢŤŮŰŸŹŻŽҐ"
LOWER = "ß-öø-üāăąćčďđęěēėğģįīķĺľłļœŕśşšťźżžґﬁﬂ"
PLAIN = "α-ωάέήίΰа-џ"
CLUE = "ВГРСΒΓΞΟÂÃÎÐØÙ√"
COMMON = r"ŒœŠšŸž–—―·´…’\xa0\xad"

TRIGGER = compile_pattern(
    rf"""[\x80-\x9f{BAD}{AMOUNT}{BOX}{START}{END}{UPPER}{LOWER}{COMMON}ÒÓÔÙÚÛòóôùúûŌŐŪŲ°Ђ](?:
    (?<=[\x80-\x9f])
    |(?<=[^\x00-\x7f\xa0\xad·´–—―…’][{BAD}{AMOUNT}{BOX}])
    |(?<=[{LOWER}{UPPER}{AMOUNT}{BOX}{CLUE}][{START}{END}])(?=[\w\x80-\uffff])
    |(?<=[{BAD}{AMOUNT}{BOX}{UPPER}√][{START}])|(?<=[{BAD}{BOX}√][{END}])
    |(?<=[{LOWER}{PLAIN}{BOX}{END}{AMOUNT}{BAD}][{UPPER}])
    |(?<=[{BOX}{END}{AMOUNT}{BAD}][{LOWER}])|(?<=[{BOX}][ÒÓÔÙÚÛòóôùúûŌŐŪŲ])
    |(?<=[{UPPER}{BOX}{CLUE}≈]°)|(?<=‚[Äâó])|(?<=[{CLUE}][{COMMON}{START}{END}])|(?<=[ВвГ]Ђ)
    |(?<=[ÂÃ])(?=\ )|(?<=[Œœ])(?![A-Za-z])
    )""",
    re.VERBOSE,
)
"""Hits wherever ftfy.badness does, which a test proves, and rarely elsewhere."""
