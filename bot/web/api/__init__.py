"""Reports and states for other programs, to read alone: `GET /api/v1/…`.

One comes in by `routes.api_routes`. What may be asked stands in `resources` as one table, from
which questions are checked and the OpenAPI page is written, so that neither can say what the other
does not. A token sees one unit and what lies below it; nothing is written but the day of its last
use.
"""
