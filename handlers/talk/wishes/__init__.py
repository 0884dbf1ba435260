"""What is done for a wish that was said in a sentence: an act for each intent of the table.

`looks` answers, `reports` and `desk` change a report, `tasks` a task, `people` who is there;
`polite` is said to a person. `not_understood` says so of a sentence that was none of it. Each act
says what the command of its wish says, and writes by the same way.
"""
