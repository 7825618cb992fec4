"""The table of files asked for. Rows live for half an hour. Instants are ISO 8601 in UTC."""

from adref.server.store.rows import Row, field


class JobRow(Row):
    """A file asked for (``jobs.Job``). ``sealed``: the file, under a key that is not here."""

    __tablename__ = "output_job"
    id: str = field(primary_key=True)
    seat: str = field(index=True)
    text: str
    party: str
    name: str
    asked: str = field(index=True)
    server: str
    beat: str
    state: str
    code: str
    size: int
    sealed: bytes
