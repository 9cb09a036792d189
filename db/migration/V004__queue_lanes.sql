-- The queue. One small row a subscription: that row being RUNNING is what "one run at a time" means, so nothing has to be counted.
-- Ids, states and times only: the workers look at it across tenants.

CREATE TABLE tenant_share (
    tenant_id uuid   NOT NULL REFERENCES tenant,
    weight    integer NOT NULL DEFAULT 1 CHECK (weight BETWEEN 1 AND 1000),
    -- Finish tag of start-time fair queueing; not indexed, so that updates stay on the page.
    vtime     bigint NOT NULL DEFAULT 0,
    -- Runs of the tenant that are queued or running, kept here so that the limit is checked without counting.
    open_runs integer NOT NULL DEFAULT 0 CHECK (open_runs >= 0),
    PRIMARY KEY (tenant_id)
) WITH (fillfactor = 70);

CREATE TABLE lane (
    tenant_id       uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    state           text        NOT NULL DEFAULT 'IDLE' CHECK (state IN ('IDLE', 'READY', 'RUNNING', 'WAITING', 'PARKED')),
    -- Start tag: the order among ready lanes.
    vtag            bigint      NOT NULL DEFAULT 0,
    ready_at        timestamptz,
    -- Queued runs, the running one included.
    pending         integer     NOT NULL DEFAULT 0 CHECK (pending >= 0),
    -- The queued_run that is running now; null unless RUNNING.
    running_seq     bigint,
    -- Everything up to here is done: the claim starts behind it and never walks over dead index entries.
    last_seq        bigint      NOT NULL DEFAULT 0,
    -- The queued_run whose worker shall stop; means nothing once running_seq has moved on.
    cancel_seq      bigint,
    -- Grows with every claim; each later write must show it.
    fence           bigint      NOT NULL DEFAULT 0,
    owner           uuid,
    lease_until     timestamptz,
    PRIMARY KEY (tenant_id, subscription_id),
    FOREIGN KEY (tenant_id, subscription_id) REFERENCES subscription,
    CHECK ((state = 'RUNNING') = (running_seq IS NOT NULL AND lease_until IS NOT NULL AND owner IS NOT NULL))
) WITH (fillfactor = 50, autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_threshold = 200, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX lane_ready ON lane (vtag, tenant_id, subscription_id) WHERE state = 'READY';
-- Not by lease_until: a heartbeat would then have to touch the index.
CREATE INDEX lane_running ON lane (tenant_id, subscription_id) WHERE state = 'RUNNING';
CREATE INDEX lane_waiting ON lane (ready_at) WHERE state = 'WAITING';

-- Runs that are not finished yet. seq is drawn while the lane row is locked, so its order is the order of commits in a lane.
CREATE TABLE queued_run (
    tenant_id       uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    seq             bigint      GENERATED ALWAYS AS IDENTITY,
    run_id          uuid        NOT NULL,
    enqueued_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, subscription_id, seq),
    UNIQUE (tenant_id, run_id),
    FOREIGN KEY (tenant_id, subscription_id) REFERENCES lane,
    FOREIGN KEY (tenant_id, run_id) REFERENCES run
) WITH (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);

-- The virtual time of the installation: a register outside transactions, so that no row is hot.
CREATE SEQUENCE virtual_time MINVALUE 0 START 0;
SELECT setval('virtual_time', 0);
