-- Messages on their way out. They are written in the transaction that gives reason for them, and a sender takes them from
-- there: one message of a lane at a time, in their order, lanes side by side. What a lane and a body mean is the business
-- of whoever writes and delivers them.

CREATE TABLE outbox_lane (
    tenant_id   uuid        NOT NULL REFERENCES tenant,
    lane        text        NOT NULL CHECK (length(lane) BETWEEN 1 AND 200),
    -- When the next of its messages may go; null while none waits.
    due_at      timestamptz,
    -- Nothing of it goes before that time: the last message failed, or the other side wants its rest.
    rests_until timestamptz NOT NULL DEFAULT '-infinity',
    -- Grows with each taking: who shows an old one changes nothing.
    fence       bigint      NOT NULL DEFAULT 0,
    owner       uuid,
    lease_until timestamptz,
    PRIMARY KEY (tenant_id, lane),
    CHECK ((owner IS NULL) = (lease_until IS NULL))
);
CREATE INDEX outbox_lane_due ON outbox_lane (due_at) WHERE due_at IS NOT NULL;

CREATE TABLE outbox_message (
    tenant_id  uuid        NOT NULL,
    lane       text        NOT NULL,
    -- What it is about. Written again before it went, it goes once.
    key        text        NOT NULL CHECK (length(key) BETWEEN 1 AND 200),
    seq        bigint      NOT NULL GENERATED ALWAYS AS IDENTITY,
    -- Grows when it is written again: what is being sent meanwhile is older than that.
    version    integer     NOT NULL DEFAULT 1,
    body       text        NOT NULL CHECK (length(body) <= 65536),
    not_before timestamptz NOT NULL,
    attempts   integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0),
    -- Since when somebody waits for it.
    since      timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, lane, key),
    FOREIGN KEY (tenant_id, lane) REFERENCES outbox_lane
);
CREATE INDEX outbox_message_next ON outbox_message (tenant_id, lane, seq);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['outbox_lane', 'outbox_message']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_wall ON %I FOR ALL TO tunnelscope_app'
            || ' USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))', tenant_table);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE ON outbox_lane TO tunnelscope_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON outbox_message TO tunnelscope_app;

-- Senders take lanes across tenants.
CREATE POLICY across_tenants ON outbox_lane FOR ALL TO tunnelscope_system USING (true) WITH CHECK (true);
GRANT SELECT, UPDATE ON outbox_lane TO tunnelscope_system;
