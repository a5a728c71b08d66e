"""What a database needs before the first migration: two roles, their rights, two extensions. Safe to repeat."""

import psycopg
from psycopg import sql

OWNER = "sinergi_owner"
APP = "sinergi_app"

_ROLE = """
DO $$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = {name}) THEN
    CREATE ROLE {role} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE;
  END IF;
  IF NOT pg_has_role(current_user, {name}, 'MEMBER') THEN
    GRANT {role} TO CURRENT_USER;
  END IF;
END $$
"""

# The application reads and writes rows; it owns nothing, so it can neither change tables nor get round row security.
_RIGHTS = """
GRANT CREATE ON DATABASE {database} TO sinergi_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT ALL ON SCHEMA public TO sinergi_owner;
GRANT USAGE ON SCHEMA public TO sinergi_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sinergi_owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO sinergi_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sinergi_owner GRANT USAGE, SELECT ON SEQUENCES TO sinergi_app;
ALTER DEFAULT PRIVILEGES FOR ROLE sinergi_owner GRANT EXECUTE ON FUNCTIONS TO sinergi_app;
CREATE EXTENSION IF NOT EXISTS ltree;
CREATE EXTENSION IF NOT EXISTS btree_gist;
"""


def create_database(admin_url: str, name: str, *, template: str | None = None) -> bool:
    """Create the database if it is not there; True when it was made."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
            return False
        statement = sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name))
        if template:
            statement += sql.SQL(" TEMPLATE {}").format(sql.Identifier(template))
        connection.execute(statement)
        return True


def drop_database(admin_url: str, name: str) -> None:
    """Drop the database, whoever is connected to it."""
    with psycopg.connect(admin_url, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def prepare(url: str) -> None:
    """Give the database its roles, rights and extensions, as its owner or an administrator."""
    with psycopg.connect(url, autocommit=True) as connection:
        # Two starts at once would both see a missing role.
        connection.execute("SELECT pg_advisory_lock(hashtext('sinergi.bootstrap'))")
        for role in (OWNER, APP):
            names = {"role": sql.Identifier(role), "name": sql.Literal(role)}
            connection.execute(sql.SQL(_ROLE).format(**names))
        connection.execute(sql.SQL(_RIGHTS).format(database=sql.Identifier(connection.info.dbname)))
