-- Runs that start by themselves. What a schedule is stands in schedule; when it is due stands in schedule_tick, which the
-- nodes look through across tenants: ids and times only.

CREATE TABLE schedule (
    tenant_id      uuid        NOT NULL REFERENCES tenant,
    schedule_id    uuid        NOT NULL,
    -- As it was written: a target, gateway/*, tag:key, tag:key:value or *. What it picks is found out each time.
    targets        text        NOT NULL CHECK (length(targets) BETWEEN 1 AND 512),
    cron           text        NOT NULL CHECK (length(cron) BETWEEN 1 AND 100),
    time_zone      text        NOT NULL CHECK (length(time_zone) BETWEEN 1 AND 64),
    jitter_seconds integer     NOT NULL CHECK (jitter_seconds BETWEEN 0 AND 3600),
    -- What becomes of times at which no node was there.
    missed         text        NOT NULL CHECK (missed IN ('skip', 'once')),
    active         boolean     NOT NULL,
    state          text        NOT NULL CHECK (state IN ('ON', 'PAUSED', 'STOPPED')),
    -- Whose right it is to start the runs; no foreign key, as people and tokens go and the schedule says so then.
    maker_kind     text        NOT NULL CHECK (maker_kind IN ('person', 'token')),
    maker_id       uuid        NOT NULL,
    maker_name     text        NOT NULL CHECK (length(maker_name) BETWEEN 1 AND 200),
    created_at     timestamptz NOT NULL DEFAULT now(),
    -- How it went the last time.
    last_due_at    timestamptz,
    last_started   integer     CHECK (last_started >= 0),
    last_busy      integer     CHECK (last_busy >= 0),
    last_refused   integer     CHECK (last_refused >= 0),
    PRIMARY KEY (tenant_id, schedule_id)
);

CREATE TABLE schedule_tick (
    tenant_id   uuid        NOT NULL,
    schedule_id uuid        NOT NULL,
    -- The time that the cron expression names, and the one at which it happens.
    due_at      timestamptz NOT NULL,
    next_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, schedule_id),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule ON DELETE CASCADE
);
CREATE INDEX schedule_tick_next ON schedule_tick (next_at);

-- The latest run that a schedule started for a target: as long as it is open there is no other.
CREATE TABLE schedule_run (
    tenant_id   uuid NOT NULL,
    schedule_id uuid NOT NULL,
    target_key  text NOT NULL CHECK (length(target_key) <= 512),
    run_id      uuid NOT NULL,
    PRIMARY KEY (tenant_id, schedule_id, target_key),
    FOREIGN KEY (tenant_id, schedule_id) REFERENCES schedule ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);
CREATE INDEX schedule_run_run ON schedule_run (tenant_id, run_id);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['schedule', 'schedule_tick', 'schedule_run']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_wall ON %I FOR ALL TO tunnelscope_app'
            || ' USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))', tenant_table);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON schedule, schedule_tick, schedule_run TO tunnelscope_app;

CREATE POLICY across_tenants ON schedule_tick FOR SELECT TO tunnelscope_system USING (true);
GRANT SELECT ON schedule_tick TO tunnelscope_system;
