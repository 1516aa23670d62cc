-- The three roles of Ura's database. Run by a superuser, as often as you like, in Ura's database:
--
--     psql -f ura/core/sql/roles.sql postgres     makes the roles
--     createdb -O ura_owner -E UTF8 ura           makes the database
--     psql -f ura/core/sql/roles.sql ura          gives the rights in it
--
-- Row-level security does nothing for superusers and BYPASSRLS roles. So Ura is never served by one,
-- and only the role that dumps may look past the walls between the offices. It may write nothing.
-- Passwords are not written here: psql's \password sets them.

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ura_owner') THEN CREATE ROLE ura_owner; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ura_app') THEN CREATE ROLE ura_app; END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ura_backup') THEN CREATE ROLE ura_backup; END IF;
END $$;

-- Migrates, and owns the tables. FORCE ROW LEVEL SECURITY binds it like anyone else.
-- CREATEDB lets it make the database of the tests; a server may take that away.
ALTER ROLE ura_owner LOGIN NOSUPERUSER CREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Serves the pages and does the work in the background.
ALTER ROLE ura_app LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS;
-- Dumps, nothing else.
ALTER ROLE ura_backup LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION BYPASSRLS;
ALTER ROLE ura_backup SET default_transaction_read_only = on;

-- Only Ura's own roles reach Ura's database. Another database this file is run in keeps its doors as they are.
DO $$
BEGIN
    IF EXISTS (
        SELECT FROM pg_database JOIN pg_roles ON pg_roles.oid = datdba
        WHERE datname = current_database() AND rolname = 'ura_owner'
    ) THEN
        EXECUTE format('REVOKE ALL ON DATABASE %I FROM PUBLIC', current_database());
        EXECUTE format('GRANT CONNECT ON DATABASE %I TO ura_app, ura_backup', current_database());
    END IF;
END $$;

REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO ura_owner;
GRANT USAGE ON SCHEMA public TO ura_app, ura_backup;

-- What the owner makes from now on. What even the app may not do (change the trail) triggers forbid.
ALTER DEFAULT PRIVILEGES FOR ROLE ura_owner IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO ura_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ura_owner IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO ura_app;
ALTER DEFAULT PRIVILEGES FOR ROLE ura_owner IN SCHEMA public GRANT SELECT ON TABLES TO ura_backup;
ALTER DEFAULT PRIVILEGES FOR ROLE ura_owner IN SCHEMA public GRANT SELECT ON SEQUENCES TO ura_backup;
