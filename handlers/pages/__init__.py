"""Pages by link: what a form or a superior's desk shows, and what becomes of what is sent.

`give` makes a link in the chat, `opened` says whether one still opens anything and for whom. A form
is `form_fields` (what is read) and `form` (what is written), by the same functions as in chat. The
desk is a module a view (`desk` where things stand, `desk_figures`, `desk_tasks`, `desk_on_time`,
`desk_report` one unit), each with its table to take along; `table_asked` is what an address asks
for and which part of a long table it gets.
"""
