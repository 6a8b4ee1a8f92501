-- An email is found in any case, by the same statement as in PostgreSQL.
CREATE UNIQUE INDEX users_by_email ON users (lower(email));
