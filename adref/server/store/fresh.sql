CREATE TABLE installation (
  id INTEGER NOT NULL,
  created_at VARCHAR NOT NULL,
  demo VARCHAR,
  PRIMARY KEY (id)
)

CREATE TABLE negotiations (
  id VARCHAR NOT NULL,
  title VARCHAR NOT NULL,
  profile VARCHAR NOT NULL,
  created_at VARCHAR NOT NULL,
  PRIMARY KEY (id)
)

CREATE TABLE directory_version (
  id INTEGER NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY (id)
)

CREATE TABLE directory_seal (
  name VARCHAR NOT NULL,
  rows INTEGER NOT NULL,
  total BLOB NOT NULL,
  PRIMARY KEY (name)
)

CREATE TABLE secret_mark (
  id INTEGER NOT NULL,
  mark VARCHAR NOT NULL,
  PRIMARY KEY (id)
)

CREATE TABLE output_job (
  id VARCHAR NOT NULL,
  seat VARCHAR NOT NULL,
  text VARCHAR NOT NULL,
  party VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  asked VARCHAR NOT NULL,
  server VARCHAR NOT NULL,
  beat VARCHAR NOT NULL,
  state VARCHAR NOT NULL,
  code VARCHAR NOT NULL,
  size INTEGER NOT NULL,
  sealed BLOB NOT NULL,
  PRIMARY KEY (id)
)

CREATE INDEX ix_output_job_asked ON output_job (asked)

CREATE INDEX ix_output_job_seat ON output_job (seat)

CREATE TABLE compartment (
  name VARCHAR NOT NULL,
  epoch INTEGER NOT NULL,
  seq INTEGER NOT NULL,
  tip BLOB NOT NULL,
  beside BLOB NOT NULL,
  PRIMARY KEY (name)
)

CREATE TABLE parties (
  id VARCHAR NOT NULL,
  negotiation VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  short VARCHAR NOT NULL,
  kind VARCHAR NOT NULL,
  created_at VARCHAR NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(negotiation) REFERENCES negotiations (id)
)

CREATE INDEX ix_parties_negotiation ON parties (negotiation)

CREATE TABLE coalitions (
  id VARCHAR NOT NULL,
  negotiation VARCHAR NOT NULL,
  name VARCHAR NOT NULL,
  short VARCHAR NOT NULL,
  created_at VARCHAR NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(negotiation) REFERENCES negotiations (id)
)

CREATE INDEX ix_coalitions_negotiation ON coalitions (negotiation)

CREATE TABLE texts (
  id VARCHAR NOT NULL,
  negotiation VARCHAR NOT NULL,
  title VARCHAR NOT NULL,
  symbol VARCHAR NOT NULL,
  report VARCHAR NOT NULL,
  created_at VARCHAR NOT NULL,
  PRIMARY KEY (id),
  FOREIGN KEY(negotiation) REFERENCES negotiations (id)
)

CREATE INDEX ix_texts_negotiation ON texts (negotiation)

CREATE TABLE entry (
  compartment VARCHAR NOT NULL,
  seq INTEGER NOT NULL,
  kind VARCHAR NOT NULL,
  payload BLOB NOT NULL,
  checksum BLOB NOT NULL,
  at VARCHAR NOT NULL,
  seat VARCHAR NOT NULL,
  PRIMARY KEY (compartment, seq),
  FOREIGN KEY(compartment) REFERENCES compartment (name)
)

CREATE TABLE snapshot (
  compartment VARCHAR NOT NULL,
  seq INTEGER NOT NULL,
  payload BLOB NOT NULL,
  checksum BLOB NOT NULL,
  PRIMARY KEY (compartment),
  FOREIGN KEY(compartment) REFERENCES compartment (name)
)

CREATE TABLE client_grant (
  compartment VARCHAR NOT NULL,
  client INTEGER NOT NULL,
  seat VARCHAR NOT NULL,
  checksum BLOB NOT NULL,
  PRIMARY KEY (compartment, client),
  FOREIGN KEY(compartment) REFERENCES compartment (name)
)

CREATE TABLE document (
  compartment VARCHAR NOT NULL,
  id VARCHAR NOT NULL,
  payload BLOB NOT NULL,
  digest VARCHAR NOT NULL,
  PRIMARY KEY (compartment, id),
  FOREIGN KEY(compartment) REFERENCES compartment (name)
)

CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'what was issued stays as it is'); END

CREATE TRIGGER document_no_delete BEFORE DELETE ON document BEGIN SELECT RAISE(ABORT, 'what was issued stays as it is'); END

CREATE TABLE command_done (
  compartment VARCHAR NOT NULL,
  seat VARCHAR NOT NULL,
  command VARCHAR NOT NULL,
  outcome BLOB NOT NULL,
  checksum BLOB NOT NULL,
  PRIMARY KEY (compartment, seat, command),
  FOREIGN KEY(compartment) REFERENCES compartment (name)
)

CREATE TABLE coalition_members (
  coalition VARCHAR NOT NULL,
  party VARCHAR NOT NULL,
  PRIMARY KEY (coalition, party),
  FOREIGN KEY(coalition) REFERENCES coalitions (id),
  FOREIGN KEY(party) REFERENCES parties (id)
)

CREATE INDEX ix_coalition_members_party ON coalition_members (party)

CREATE TABLE invitations (
  id VARCHAR NOT NULL,
  negotiation VARCHAR,
  role VARCHAR NOT NULL,
  party VARCHAR,
  nonce VARCHAR NOT NULL,
  token_hash VARCHAR NOT NULL,
  single BOOLEAN NOT NULL,
  used INTEGER NOT NULL,
  created_at VARCHAR NOT NULL,
  expires_at VARCHAR,
  revoked_at VARCHAR,
  PRIMARY KEY (id),
  FOREIGN KEY(negotiation) REFERENCES negotiations (id),
  FOREIGN KEY(party) REFERENCES parties (id)
)

CREATE UNIQUE INDEX ix_invitations_token_hash ON invitations (token_hash)

CREATE INDEX ix_invitations_negotiation ON invitations (negotiation)

CREATE TABLE seats (
  id VARCHAR NOT NULL,
  negotiation VARCHAR,
  role VARCHAR NOT NULL,
  party VARCHAR,
  name VARCHAR NOT NULL,
  secret_hash VARCHAR NOT NULL,
  invitation VARCHAR,
  opened_by VARCHAR,
  created_at VARCHAR NOT NULL,
  revoked_at VARCHAR,
  PRIMARY KEY (id),
  FOREIGN KEY(negotiation) REFERENCES negotiations (id),
  FOREIGN KEY(party) REFERENCES parties (id),
  FOREIGN KEY(invitation) REFERENCES invitations (id)
)

CREATE INDEX ix_seats_party ON seats (party)

CREATE INDEX ix_seats_invitation ON seats (invitation)

CREATE INDEX ix_seats_negotiation ON seats (negotiation)
