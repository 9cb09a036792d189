-- The wall between tenants: row-level security on every tenant table, then the least grants that work.
-- Partitions of run have security switched on and no policy: they are reached through run or not at all.

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY[
        'tenant', 'membership', 'api_token', 'subscription', 'gateway', 'connection', 'run', 'run_event', 'evidence',
        'finding', 'diff', 'bundle', 'log_file', 'idempotency_key', 'tenant_share', 'lane', 'queued_run',
        'audit_head', 'audit']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_wall ON %I FOR ALL TO tunnelscope_app'
            || ' USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))', tenant_table);
    END LOOP;
END
$$;
ALTER TABLE run_older ENABLE ROW LEVEL SECURITY;
ALTER TABLE run_older FORCE ROW LEVEL SECURITY;

-- What the app role may do inside a tenant. No DELETE on what is history, no UPDATE on what is evidence.
GRANT SELECT ON tenant TO tunnelscope_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON membership, subscription, gateway, connection TO tunnelscope_app;
GRANT SELECT, INSERT, UPDATE ON api_token, run, tenant_share, lane, audit_head TO tunnelscope_app;
GRANT SELECT, INSERT ON run_event, evidence, finding, diff, audit TO tunnelscope_app;
GRANT SELECT, INSERT, DELETE ON bundle, log_file, idempotency_key, queued_run TO tunnelscope_app;

-- What is read before a tenant is known, or across tenants by the workers: the tables of db/system-tables.txt, no others.
GRANT SELECT ON tenant, membership, api_token, lane, queued_run, tenant_share TO tunnelscope_system;
GRANT SELECT ON flyway_schema_history TO tunnelscope_system;
GRANT UPDATE (last_used_at) ON api_token TO tunnelscope_system;
GRANT UPDATE ON lane TO tunnelscope_system;
GRANT SELECT, INSERT, UPDATE ON person TO tunnelscope_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON session TO tunnelscope_system;
DO $$
DECLARE
    system_table text;
BEGIN
    FOREACH system_table IN ARRAY ARRAY['tenant', 'membership', 'api_token', 'lane', 'queued_run', 'tenant_share']
    LOOP
        EXECUTE format('CREATE POLICY across_tenants ON %I FOR ALL TO tunnelscope_system USING (true) WITH CHECK (true)',
            system_table);
    END LOOP;
END
$$;

-- The register is read and moved through these two only, so that nobody holds a right on the sequence itself.
CREATE FUNCTION app.virtual_time() RETURNS bigint
    LANGUAGE sql STABLE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT last_value FROM public.virtual_time $$;
CREATE FUNCTION app.advance_virtual_time(tag bigint) RETURNS void
    LANGUAGE sql VOLATILE SECURITY DEFINER
    SET search_path = pg_catalog, pg_temp
AS $$ SELECT pg_catalog.setval('public.virtual_time', tag) FROM public.virtual_time WHERE last_value < tag $$;
REVOKE EXECUTE ON FUNCTION app.virtual_time() FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION app.advance_virtual_time(bigint) FROM PUBLIC;
GRANT USAGE ON SCHEMA app TO tunnelscope_system;
GRANT EXECUTE ON FUNCTION app.virtual_time() TO tunnelscope_app, tunnelscope_system;
GRANT EXECUTE ON FUNCTION app.advance_virtual_time(bigint) TO tunnelscope_system;
