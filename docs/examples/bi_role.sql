-- A role for the council's own reports (Power BI and the like). Once, as the superuser, in the product's database:
--   BI_PASSWORD=… psql -d careleavers -f bi_role.sql
-- then, as the owner and after each migrate: manage.py grant_bi_access careleavers_bi
\set ON_ERROR_STOP on
\getenv bi_password BI_PASSWORD

CREATE ROLE careleavers_bi LOGIN CONNECTION LIMIT 5 PASSWORD :'bi_password';

-- It only reads, and a report that is too long ends by itself before it holds up anybody's work.
ALTER ROLE careleavers_bi SET default_transaction_read_only = on;
ALTER ROLE careleavers_bi SET statement_timeout = '5min';
ALTER ROLE careleavers_bi SET lock_timeout = '10s';
ALTER ROLE careleavers_bi SET idle_in_transaction_session_timeout = '1min';
ALTER ROLE careleavers_bi SET search_path = bi;

-- Everybody may write large objects otherwise. The product has none.
REVOKE EXECUTE ON FUNCTION lo_creat(integer), lo_create(oid), lo_from_bytea(oid, bytea) FROM PUBLIC;
