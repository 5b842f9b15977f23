-- Two roles for the leaving care record, neither of them a superuser. Once, as the superuser, in the product's database:
--   OWNER_PASSWORD=… APPLICATION_PASSWORD=… psql -d careleavers -f roles.sql
-- careleavers_owner   owns the tables: for `manage.py migrate`, `grant_access` and drills, and for nothing that serves people
-- careleavers         web, worker and beat: reads and writes rows, adds to the audit and to history, and makes nothing
-- In docker-compose.yml the image of Postgres runs it when it makes the database.
\set ON_ERROR_STOP on
\getenv owner_password OWNER_PASSWORD
\getenv application_password APPLICATION_PASSWORD
SELECT current_database() AS database \gset

CREATE ROLE careleavers_owner LOGIN CREATEDB PASSWORD :'owner_password';
CREATE ROLE careleavers LOGIN PASSWORD :'application_password';
ALTER DATABASE :"database" OWNER TO careleavers_owner;
REVOKE ALL ON DATABASE :"database" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"database" TO careleavers;

-- So that grant_access can close the one way round the trigger that keeps who did what.
GRANT SET ON PARAMETER pgtrigger.ignore TO careleavers_owner;

-- Whatever program connects: nothing waits for ever, and no note or address of a refused statement goes into the log.
-- Our own programs ask for shorter times by themselves.
ALTER ROLE careleavers SET lock_timeout = '60s';
ALTER ROLE careleavers SET statement_timeout = '10min';
ALTER ROLE careleavers SET idle_in_transaction_session_timeout = '5min';
ALTER ROLE careleavers_owner SET lock_timeout = '60s';
ALTER ROLE careleavers_owner SET idle_in_transaction_session_timeout = '10min';
ALTER ROLE careleavers SET log_min_error_statement = 'panic';
ALTER ROLE careleavers SET log_error_verbosity = 'terse';
ALTER ROLE careleavers SET log_parameter_max_length_on_error = 0;
ALTER ROLE careleavers_owner SET log_min_error_statement = 'panic';
ALTER ROLE careleavers_owner SET log_error_verbosity = 'terse';
