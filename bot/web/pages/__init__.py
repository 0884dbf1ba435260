"""The pages that people get by link: a form to fill in, the superior's desk.

`opening` says what a link opens, `render` puts what a handler gives into HTML. Nothing here decides
or writes: `handlers.pages` does.
"""
