"""Pages by link: what a form or a superior's desk shows, and what becomes of what is sent.

`give` makes a link in the chat, `opened` says whether one still opens anything and for whom. A form
is `form_fields` (what is read) and `form` (what is written), by the same functions as in chat.
"""
