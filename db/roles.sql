-- The roles of Tunnelscope and what they may do with the database itself. Run once by a superuser inside the new
-- database, before the first `tunnelscope migrate`; running it again changes passwords and nothing else:
--
--   createdb tunnelscope
--   psql -d tunnelscope -v ON_ERROR_STOP=1 -v migrate_password=... -v app_password=... -v system_password=... -f roles.sql
--
-- tunnelscope_owner    owns every table; nobody signs in as it, and it cannot look past row-level security
-- tunnelscope_migrate  `tunnelscope migrate` and `tunnelscope tenant`: becomes the owner for DDL, sees all rows for backfills
-- tunnelscope_app      the requests: one tenant a transaction
-- tunnelscope_system   sign-in and workers: the tables of db/system-tables.txt

DO $$
DECLARE
    wanted text;
BEGIN
    FOREACH wanted IN ARRAY ARRAY['tunnelscope_owner', 'tunnelscope_migrate', 'tunnelscope_app', 'tunnelscope_system'] LOOP
        IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = wanted) THEN
            EXECUTE format('CREATE ROLE %I NOLOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS', wanted);
        END IF;
    END LOOP;
END
$$;
ALTER ROLE tunnelscope_migrate LOGIN BYPASSRLS PASSWORD :'migrate_password';
ALTER ROLE tunnelscope_app LOGIN PASSWORD :'app_password';
ALTER ROLE tunnelscope_system LOGIN PASSWORD :'system_password';
GRANT tunnelscope_owner TO tunnelscope_migrate;

-- A statement, a lock or a forgotten transaction must end before the client's own deadline of 6 s does the harm.
ALTER ROLE tunnelscope_app SET statement_timeout = '5s';
ALTER ROLE tunnelscope_app SET lock_timeout = '2s';
ALTER ROLE tunnelscope_app SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE tunnelscope_system SET statement_timeout = '5s';
ALTER ROLE tunnelscope_system SET lock_timeout = '2s';
ALTER ROLE tunnelscope_system SET idle_in_transaction_session_timeout = '15s';
ALTER ROLE tunnelscope_migrate SET lock_timeout = '2s';

-- Nobody else gets in, and nobody makes temporary tables or tables of their own.
REVOKE ALL ON DATABASE :"DBNAME" FROM PUBLIC;
GRANT CREATE ON DATABASE :"DBNAME" TO tunnelscope_owner;
GRANT CONNECT ON DATABASE :"DBNAME" TO tunnelscope_migrate, tunnelscope_app, tunnelscope_system;
ALTER SCHEMA public OWNER TO tunnelscope_owner;
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO tunnelscope_app, tunnelscope_system;
