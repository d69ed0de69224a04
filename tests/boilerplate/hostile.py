"""Patterns that could hang a batch, by family, and useful ones that cannot."""

HOSTILE = [
    # alternatives that overlap
    "(?:a|aa)*c",
    "(?:a|ab|b)*!",
    "(?:sub|su|b)+!",
    r"(?:\w|é\d|é)*!",
    r"(?:\w+|\d)*!",
    "^(?:(?:a|b)|(?:ab|ba))*$",
    # a repetition in a repetition
    "(a+)+b",
    "(?:a*)*!",
    "(?:a+ ?)+!",
    "(?:(?:ab)+|c)*d(?:(?:ab)+)*!",
    "(?:a{1,30})+!",
    "(?:a+){1,40}!",
    "(?:a|b+)*?c",
    r"(?:\w+\s?)*\w+!",
    r"(?:[\w-]+\.?)+@",
    # what may be missing, often
    "(?:a?){30}a{30}!",
    "(?:a?a?){20}!",
    "a?" * 30 + "a" * 30,
    "(?:a?b?){40}!",
    # counted
    "(?:.{0,400}){4}!",
    ".{0,400}.{0,400}.{0,400}!",
    "(?:.{0,40}a){12}!",
    "(?:(?:a{1,9}){1,9}){1,9}!",
    r"^[\W_]{0,12}(?:[\d.,]{1,6} ?(?:euro|€)?[\W_]{0,5}(?:per maand[\W_]{0,5})?){1,6}[\W_]{0,12}$",
    r"(?:our|this) (?:\w+[- ]?){1,5} fundraiser",
    # repetitions side by side
    r"\s*\s*\s*\s*\s*x",
    ".*a.*a.*a.*a.*b",
    ".+,.+,.+,.+x",
    r"\w*\d*\w*\d*\w*!",
    r"[a-z]+[a-zé]+\w+[^!]+!",
    r".*?.*?.*?.*?!",
    # looking around
    "(?=(?:a|aa)*c)a",
    "(?!(?:a+)+b)a",
    "(?=.*a.*a.*a.*b)a",
    "(?:(?=a*b)a)*(?=a*b)(?=(?:a|aa)+c)!",
    # back to groups
    r"(a)\1!",
    r"(.+)\1+!",
    r"(a*)(?:\1\1)*!",
    r"(a)?(?(1)a*a*a*|b)!",
    # atomic and possessive in the wrong place
    "(?:(?>a|ab)|b?a*)*!",
    "(?:a*+b?a*)*!",
    "(?>(?:a+)+b)!",
    "(?:(?:a|aa)*+b)+!",
    # Unicode
    r"(?:é|[à-ü])*ç(?:é|[à-ü]é?)*!",
    r"(?:[а-я]+|\w)+!",
    r"(?:[^\W\d]|\w\w)*!",
    # case that is not told apart
    "(?i)(?:k|K|\u212a\u212a)*!",
    "(?i:(?:a|A)+)+!",
]
USEFUL = [
    r"\b(get|receive)\b.{0,30}\bour (morning|evening) briefing\b",
    r"(?:\w+ ){0,4}newsletter",
    "a+b+c+",
    ".{0,40}goat.*",
    "(?:ab|cd)+!",
    "(?<!x)a(?=b+)",
    r"^the lamp: light for the marshes since \d++$",
    r"^read (?:more|also): .+",
    r"\bdonate (?:now|today)\b.{0,40}\bkeep us\b.{0,40}\bfree\b",
    r"\b(?:sign up|subscribe)\b[^.!?]{0,60}\bnewsletters?\b",
    r"(?:é|è)+ ici",
    r"подпи(?:шитесь|саться) на (?:наш )?(?:канал|рассылку)",
    r"关注我们的.{0,20}公众号",
    "goat.*boat",
]
