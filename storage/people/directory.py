"""Officials as they are asked for: by id, and by the unit in which they have ever held a post."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from domain.people.people import Official
from storage.database.database import Session
from storage.people.officials import all_officials, officials_by_id, officials_in


class Directory(Mapping[str, Official]):
    """Every official by id, those who have left included; read one by one until somebody wants
    to go through them all."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._known: dict[str, Official | None] = {}
        self._staff: dict[str, tuple[Official, ...]] = {}
        self._whole: dict[str, Official] | None = None

    def __getitem__(self, official_id: str) -> Official:
        if official_id not in self._known:
            self._read([official_id])
        found = self._known[official_id]
        if found is None:
            raise KeyError(official_id)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._everybody())

    def __len__(self) -> int:
        return len(self._everybody())

    def know(self, person: Official) -> None:
        """The person was read by somebody else."""
        self._known.setdefault(person.id, person)

    def ahead(self, official_ids: Iterable[str]) -> None:
        """These will be asked for: one question for them all."""
        if missing := [id_ for id_ in dict.fromkeys(official_ids) if id_ not in self._known]:
            self._read(missing)

    def staff_ahead(self, unit_ids: Iterable[str]) -> None:
        """The people of these units will be asked for."""
        missing = [id_ for id_ in dict.fromkeys(unit_ids) if id_ not in self._staff]
        if missing and self._whole is None:
            self._staff |= dict.fromkeys(missing, ())
            self._keep(officials_in(self._session, missing), set(missing))

    def staff(self, unit_id: str) -> tuple[Official, ...]:
        """Everybody who has ever held a post in the unit, by id."""
        self.staff_ahead([unit_id])
        return self._staff.get(unit_id, ())

    def _read(self, official_ids: list[str]) -> None:
        if self._whole is None:
            found = officials_by_id(self._session, official_ids)
            self._known |= {id_: found.get(id_) for id_ in official_ids}
        else:
            self._known |= dict.fromkeys(official_ids)

    def _keep(self, people: Mapping[str, Official], unit_ids: set[str] | None = None) -> None:
        """These, and all the staff of these units; None: of all there are."""
        staff: dict[str, list[Official]] = {}
        for person in people.values():
            for unit_id in {post.unit_id for post in person.posts}:
                if unit_ids is None or unit_id in unit_ids:
                    staff.setdefault(unit_id, []).append(person)
        self._known |= people
        self._staff |= {unit_id: tuple(found) for unit_id, found in staff.items()}

    def _everybody(self) -> dict[str, Official]:
        if self._whole is None:
            self._whole = all_officials(self._session)
            self._keep(self._whole)
        return self._whole
