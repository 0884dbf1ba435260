"""Figures of a report by chat: reading, judging, recording, asking again, correcting, undoing.

`answer.answer` takes a message for an open block, `record` writes it, `ask_block` words the next
one. A message about one report is a `report_turn.ReportTurn`.
"""
