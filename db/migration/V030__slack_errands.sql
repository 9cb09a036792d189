-- What somebody in Slack asked for, from before Slack hears that it was taken until it is done: a node that dies in between
-- loses nothing, as another one does it when the lease is over.

CREATE TABLE slack_errand (
    tenant_id    uuid        NOT NULL,
    errand_id    uuid        NOT NULL,
    workspace_id uuid        NOT NULL,
    -- What came, with the address for answers in it.
    said_sealed  bytea       NOT NULL CHECK (length(said_sealed) BETWEEN 29 AND 524288),
    key_version  integer     NOT NULL,
    came_at      timestamptz NOT NULL,
    -- Until then somebody is at it.
    lease_until  timestamptz NOT NULL,
    -- Grows with each node that takes it up: who shows an old one ends nothing.
    attempt      integer     NOT NULL DEFAULT 1 CHECK (attempt >= 1),
    PRIMARY KEY (tenant_id, errand_id),
    FOREIGN KEY (tenant_id, workspace_id) REFERENCES slack_workspace ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, key_version) REFERENCES data_key
);
CREATE INDEX slack_errand_lease ON slack_errand (lease_until);
CREATE INDEX slack_errand_workspace ON slack_errand (tenant_id, workspace_id);
CREATE INDEX slack_errand_data_key ON slack_errand (tenant_id, key_version);

ALTER TABLE slack_errand ENABLE ROW LEVEL SECURITY;
ALTER TABLE slack_errand FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON slack_errand FOR ALL TO tunnelscope_app
    USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()));
GRANT SELECT, DELETE ON slack_errand TO tunnelscope_app;
-- A tenant's new key seals what waits, too.
GRANT UPDATE (said_sealed, key_version) ON slack_errand TO tunnelscope_app;

-- Written with the hashes in slack_seen, which are no tenant's, and taken up across tenants. What was said stays unread.
CREATE POLICY across_tenants ON slack_errand FOR ALL TO tunnelscope_system USING (true) WITH CHECK (true);
GRANT INSERT (tenant_id, errand_id, workspace_id, said_sealed, key_version, came_at, lease_until)
    ON slack_errand TO tunnelscope_system;
GRANT SELECT (tenant_id, errand_id, lease_until, attempt) ON slack_errand TO tunnelscope_system;
GRANT UPDATE (lease_until, attempt) ON slack_errand TO tunnelscope_system;

-- A button that was pressed stands for its line a second time, for the same press alone. Null: it was not pressed yet.
ALTER TABLE slack_choice ADD COLUMN taken_by text;
ALTER TABLE slack_choice ADD CONSTRAINT slack_choice_taken_by CHECK (length(taken_by) <= 100) NOT VALID;
ALTER TABLE slack_choice VALIDATE CONSTRAINT slack_choice_taken_by;
GRANT UPDATE (taken_by) ON slack_choice TO tunnelscope_app;

-- Written before an answer is sent to its address, which knows no ids: who finds it does not send it a second time.
ALTER TABLE slack_post ADD COLUMN reply_tried boolean NOT NULL DEFAULT false;

-- Slack's id of who wished it: in a conversation with the bot, whom it is told to. Empty: from before that was kept; such a
-- conversation hears nothing until its person subscribes again.
ALTER TABLE slack_subscription ADD COLUMN slack_user text NOT NULL DEFAULT '';
ALTER TABLE slack_subscription ADD CONSTRAINT slack_subscription_slack_user CHECK (length(slack_user) <= 50) NOT VALID;
ALTER TABLE slack_subscription VALIDATE CONSTRAINT slack_subscription_slack_user;

-- What only grows is taken away by the hour. Digests that reached nobody hang on no run: they go after a quarter.
GRANT DELETE ON slack_undelivered TO tunnelscope_app;

-- How late the latest message is, over all tenants: a figure for operators, of times only.
CREATE POLICY across_tenants ON outbox_message FOR SELECT TO tunnelscope_system USING (true);
GRANT SELECT (not_before) ON outbox_message TO tunnelscope_system;
