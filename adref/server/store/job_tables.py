"""The table of files asked for. Rows live for half an hour. Instants are ISO 8601 in UTC."""

from sqlmodel import Field, SQLModel


class JobRow(SQLModel, table=True):
    """A file asked for (``jobs.Job``). ``sealed``: the file, under a key that is not here."""

    __tablename__ = "output_job"
    id: str = Field(primary_key=True)
    seat: str = Field(index=True)
    text: str
    party: str
    name: str
    asked: str = Field(index=True)
    server: str
    beat: str
    state: str
    code: str
    size: int
    sealed: bytes
