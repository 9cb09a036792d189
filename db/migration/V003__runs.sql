-- Runs and what they found. run is partitioned by month of its UUIDv7: the key holds, a permalink prunes by
-- itself, a row never moves.

CREATE TABLE run (
    tenant_id       uuid        NOT NULL REFERENCES tenant,
    run_id          uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    -- The target as it was named and as it was called then; targets may go, history stays.
    target          text        NOT NULL CHECK (length(target) <= 512),
    target_key      text        NOT NULL GENERATED ALWAYS AS (lower(target)) STORED,
    target_name     text        NOT NULL,
    kind            text        NOT NULL CHECK (kind IN ('gateway', 'connection')),
    provider        text        NOT NULL CHECK (provider IN ('azure', 'strongswan', 'simulated', 'uploaded')),
    source          text        NOT NULL CHECK (source IN ('user', 'api', 'cli', 'upload', 'schedule', 'slack', 'arm', 'seed')),
    requested_by    uuid,
    requester       text        NOT NULL,
    active          boolean     NOT NULL DEFAULT false,
    state           text        NOT NULL CHECK (state IN ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED')),
    fence           bigint      NOT NULL DEFAULT 0,
    attempt         integer     NOT NULL DEFAULT 0,
    -- How often the process that ran it went away. A release or a retry is no crash.
    crashes         integer     NOT NULL DEFAULT 0,
    -- Number of its last event; moved with the row locked, so that events become visible in their order.
    event_seq       integer     NOT NULL DEFAULT 0,
    checkpoint      text        CHECK (length(checkpoint) <= 65536),
    cancel_requested_at timestamptz,
    queued_at       timestamptz NOT NULL,
    started_at      timestamptz,
    finished_at     timestamptz,
    -- The verdict, null until the run has succeeded.
    diagnosed_from  timestamptz,
    diagnosed_to    timestamptz,
    code            text        CHECK (code IN ('Healthy', 'UnHealthy', 'Undetermined')),
    severity        text        CHECK (severity IN ('ok', 'warning', 'transient', 'error')),
    fault           text,
    cause           text,
    previous_run_id uuid,
    changed         boolean,
    failure_reason  text,
    failure_detail  text,
    PRIMARY KEY (tenant_id, run_id),
    CHECK ((state IN ('SUCCEEDED', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)),
    CHECK (state <> 'SUCCEEDED' OR code IS NOT NULL)
) PARTITION BY RANGE (run_id);
CREATE INDEX run_target ON run (tenant_id, target_key, run_id DESC);
CREATE INDEX run_open ON run (tenant_id, subscription_id, run_id) WHERE state IN ('QUEUED', 'RUNNING');
CREATE INDEX run_fault ON run (tenant_id, fault, run_id DESC);

-- The first UUIDv7 of an instant: 48 bits of milliseconds, then zeros (RFC 9562, section 5.7).
CREATE FUNCTION app.first_uuid7(at timestamptz) RETURNS uuid
    LANGUAGE sql IMMUTABLE
    SET search_path = pg_catalog, pg_temp
AS $$
    SELECT rpad(lpad(to_hex((extract(epoch FROM at) * 1000)::bigint), 12, '0'), 32, '0')::uuid
$$;

-- Adds the monthly partitions from the month of first on; those that are there are left alone. Called again by
-- `tunnelscope migrate`, so that there is always a year in front of us.
CREATE FUNCTION app.add_run_partitions(first date, months integer) RETURNS void
    LANGUAGE plpgsql
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    start_of_month timestamptz;
    partition_name text;
BEGIN
    FOR n IN 0 .. months - 1 LOOP
        start_of_month := (date_trunc('month', first::timestamp) + make_interval(months => n)) AT TIME ZONE 'UTC';
        partition_name := 'run_' || to_char(start_of_month AT TIME ZONE 'UTC', 'YYYY_MM');
        CONTINUE WHEN to_regclass('public.' || partition_name) IS NOT NULL;
        BEGIN
            EXECUTE format('CREATE TABLE public.%I PARTITION OF public.run FOR VALUES FROM (%L) TO (%L)',
                partition_name, app.first_uuid7(start_of_month),
                app.first_uuid7((start_of_month AT TIME ZONE 'UTC' + interval '1 month') AT TIME ZONE 'UTC'));
            EXECUTE format('ALTER TABLE public.%I ENABLE ROW LEVEL SECURITY', partition_name);
            EXECUTE format('ALTER TABLE public.%I FORCE ROW LEVEL SECURITY', partition_name);
        EXCEPTION WHEN check_violation THEN
            -- Nobody migrated for a year and run_older took runs of that month: they stay there.
            RAISE WARNING 'run_older holds runs of %: that month gets no partition', partition_name;
        END;
    END LOOP;
END
$$;
REVOKE EXECUTE ON FUNCTION app.first_uuid7(timestamptz) FROM PUBLIC;
REVOKE EXECUTE ON FUNCTION app.add_run_partitions(date, integer) FROM PUBLIC;

CREATE TABLE run_older PARTITION OF run DEFAULT;
SELECT app.add_run_partitions(date '2026-09-01', 18);

CREATE TABLE run_event (
    tenant_id uuid        NOT NULL,
    run_id    uuid        NOT NULL,
    seq       integer     NOT NULL CHECK (seq > 0),
    at        timestamptz NOT NULL,
    kind      text        NOT NULL CHECK (kind IN ('state', 'progress', 'done')),
    body      jsonb       NOT NULL,
    PRIMARY KEY (tenant_id, run_id, seq),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);

CREATE TABLE evidence (
    tenant_id uuid    NOT NULL,
    run_id    uuid    NOT NULL,
    ordinal   integer NOT NULL,
    kind      text    NOT NULL,
    body      jsonb   NOT NULL,
    PRIMARY KEY (tenant_id, run_id, ordinal),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);

-- A finding without its sentences: facts and proof, so that it can be told in any language later.
CREATE TABLE finding (
    tenant_id uuid    NOT NULL,
    run_id    uuid    NOT NULL,
    ordinal   integer NOT NULL,
    notice    boolean NOT NULL,
    fault     text,
    cause     text    NOT NULL,
    severity  text    NOT NULL,
    certainty text    NOT NULL,
    facts     jsonb   NOT NULL,
    proof     jsonb   NOT NULL,
    PRIMARY KEY (tenant_id, run_id, ordinal),
    CHECK (notice = (fault IS NULL)),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);

-- What changed against the last finished run of the same target.
CREATE TABLE diff (
    tenant_id uuid    NOT NULL,
    to_run    uuid    NOT NULL,
    from_run  uuid    NOT NULL,
    ordinal   integer NOT NULL,
    kind      text    NOT NULL CHECK (kind IN ('APPEARED', 'CLEARED', 'WORSE', 'BETTER', 'CHANGED')),
    fault     text    NOT NULL,
    cause     text    NOT NULL,
    before    text,
    after     text,
    PRIMARY KEY (tenant_id, to_run, from_run, ordinal),
    FOREIGN KEY (tenant_id, to_run) REFERENCES run ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, from_run) REFERENCES run ON DELETE CASCADE
);
CREATE INDEX diff_from ON diff (tenant_id, from_run);

-- The zip of a run (or the upload that started it) and the files in it.
CREATE TABLE bundle (
    tenant_id  uuid        NOT NULL,
    run_id     uuid        NOT NULL,
    origin     text        NOT NULL CHECK (origin IN ('written', 'uploaded')),
    store_key  text        NOT NULL,
    bytes      bigint      NOT NULL CHECK (bytes >= 0),
    sha256     bytea       NOT NULL CHECK (length(sha256) = 32),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, run_id, origin),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);
CREATE TABLE log_file (
    tenant_id uuid    NOT NULL,
    run_id    uuid    NOT NULL,
    ordinal   integer NOT NULL,
    name      text    NOT NULL CHECK (length(name) BETWEEN 1 AND 500),
    bytes     bigint  NOT NULL,
    lines     bigint  NOT NULL,
    PRIMARY KEY (tenant_id, run_id, ordinal),
    UNIQUE (tenant_id, run_id, name),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);

-- A start that is sent twice starts once. Short-lived, so it is no part of the history.
CREATE TABLE idempotency_key (
    tenant_id    uuid        NOT NULL,
    key          text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    request_hash bytea       NOT NULL,
    run_id       uuid        NOT NULL,
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, key),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);
CREATE INDEX idempotency_key_run ON idempotency_key (tenant_id, run_id);
CREATE INDEX idempotency_key_expiry ON idempotency_key (tenant_id, expires_at);
