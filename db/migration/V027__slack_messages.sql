-- What the Slack bot says where. Workspaces and channels are named by Slack's own ids; they may go, what was said stays.

-- Where an answer may be sent for half an hour without a token: five times, whatever it is about.
CREATE TABLE slack_reply (
    tenant_id           uuid        NOT NULL REFERENCES tenant,
    reply_id            uuid        NOT NULL,
    response_url_sealed bytea       NOT NULL CHECK (length(response_url_sealed) BETWEEN 29 AND 8192),
    key_version         integer     NOT NULL,
    uses                integer     NOT NULL DEFAULT 0 CHECK (uses BETWEEN 0 AND 5),
    until               timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, reply_id),
    FOREIGN KEY (tenant_id, key_version) REFERENCES data_key
);
CREATE INDEX slack_reply_data_key ON slack_reply (tenant_id, key_version);
CREATE INDEX slack_reply_until ON slack_reply (tenant_id, until);

-- The one message of a run in one place.
CREATE TABLE slack_post (
    tenant_id    uuid        NOT NULL,
    -- Sent along with the first posting, by which Slack knows it again.
    post_id      uuid        NOT NULL,
    run_id       uuid        NOT NULL,
    workspace_id uuid        NOT NULL,
    channel_id   text        NOT NULL CHECK (length(channel_id) BETWEEN 1 AND 50),
    -- The one person who may see it; empty: everybody in the channel.
    only_for     text        NOT NULL CHECK (length(only_for) <= 50),
    -- Whom to write to where the channel is closed to us; empty: nobody.
    asked_by     text        NOT NULL CHECK (length(asked_by) <= 50),
    reply_id     uuid,
    -- Only the end of the run is told.
    quiet        boolean     NOT NULL,
    -- Null: the language of the tenant.
    language     text        CHECK (language IN ('en', 'ko')),
    -- The way it takes now, and why it takes no better one.
    way          text        NOT NULL DEFAULT 'CHANNEL' CHECK (way IN ('CHANNEL', 'RESPONSE_URL', 'DIRECT', 'INBOX')),
    why          text        NOT NULL DEFAULT '' CHECK (length(why) <= 1000),
    -- Where Slack keeps it, once it was posted: with both it is changed, not posted again.
    posted_in    text        CHECK (length(posted_in) BETWEEN 1 AND 50),
    ts           text        CHECK (length(ts) BETWEEN 1 AND 50),
    -- SHA-256 of what it shows, and since when.
    shown        bytea       CHECK (length(shown) = 32),
    shown_at     timestamptz,
    -- It shows the end of the run, or somebody was told that it cannot.
    closed_at    timestamptz,
    PRIMARY KEY (tenant_id, post_id),
    UNIQUE (tenant_id, run_id, workspace_id, channel_id, only_for),
    CHECK ((posted_in IS NULL) = (ts IS NULL)),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, reply_id) REFERENCES slack_reply ON DELETE SET NULL (reply_id)
);
CREATE INDEX slack_post_run ON slack_post (tenant_id, run_id);
CREATE INDEX slack_post_reply ON slack_post (tenant_id, reply_id);

-- What a channel wants to hear of a target without having asked for a run.
CREATE TABLE slack_subscription (
    tenant_id    uuid        NOT NULL REFERENCES tenant,
    workspace_id uuid        NOT NULL,
    channel_id   text        NOT NULL CHECK (length(channel_id) BETWEEN 1 AND 50),
    -- Lower case, as run.target_key; * for all that there are and will be.
    target_key   text        NOT NULL CHECK (length(target_key) BETWEEN 1 AND 512 AND target_key = lower(target_key)),
    target_name  text        NOT NULL CHECK (length(target_name) BETWEEN 1 AND 512),
    on_unhealthy boolean     NOT NULL,
    on_changed   boolean     NOT NULL,
    on_recovered boolean     NOT NULL,
    on_all       boolean     NOT NULL,
    -- One message an hour for all of them.
    digest       boolean     NOT NULL,
    made_by      text        NOT NULL CHECK (length(made_by) BETWEEN 1 AND 200),
    made_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, workspace_id, channel_id, target_key),
    CHECK (on_unhealthy OR on_changed OR on_recovered OR on_all)
);
CREATE INDEX slack_subscription_target ON slack_subscription (tenant_id, target_key);

CREATE TABLE slack_mute (
    tenant_id    uuid        NOT NULL REFERENCES tenant,
    workspace_id uuid        NOT NULL,
    channel_id   text        NOT NULL CHECK (length(channel_id) BETWEEN 1 AND 50),
    target_key   text        NOT NULL CHECK (length(target_key) BETWEEN 1 AND 512 AND target_key = lower(target_key)),
    until        timestamptz NOT NULL,
    made_by      text        NOT NULL CHECK (length(made_by) BETWEEN 1 AND 200),
    PRIMARY KEY (tenant_id, workspace_id, channel_id, target_key)
);

-- Runs that the next digest of a channel tells of.
CREATE TABLE slack_digest_run (
    tenant_id    uuid NOT NULL,
    workspace_id uuid NOT NULL,
    channel_id   text NOT NULL CHECK (length(channel_id) BETWEEN 1 AND 50),
    run_id       uuid NOT NULL,
    -- The digest that tells of it: the period in which the run ended.
    period       bigint NOT NULL,
    PRIMARY KEY (tenant_id, workspace_id, channel_id, run_id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);
CREATE INDEX slack_digest_run_run ON slack_digest_run (tenant_id, run_id);

-- How fast Slack may be called, one row a method of a workspace or a channel of it; for all nodes together.
CREATE TABLE slack_bucket (
    tenant_id    uuid        NOT NULL REFERENCES tenant,
    workspace_id uuid        NOT NULL,
    bucket       text        NOT NULL CHECK (length(bucket) BETWEEN 1 AND 120),
    -- The time up to which calls are taken already: each takes its share, and a few may be ahead of the clock.
    taken_until  timestamptz NOT NULL,
    -- Slack said 429: nobody calls before.
    rests_until  timestamptz NOT NULL DEFAULT '-infinity',
    PRIMARY KEY (tenant_id, workspace_id, bucket)
);

-- The inbox on the web: what reached nobody in Slack.
CREATE TABLE slack_undelivered (
    tenant_id      uuid        NOT NULL REFERENCES tenant,
    undelivered_id uuid        NOT NULL,
    at             timestamptz NOT NULL,
    workspace_id   uuid        NOT NULL,
    channel_id     text        NOT NULL CHECK (length(channel_id) BETWEEN 1 AND 50),
    slack_user     text        NOT NULL CHECK (length(slack_user) <= 50),
    run_id         uuid,
    -- Each way that was tried with what Slack said to it.
    why            text        NOT NULL CHECK (length(why) BETWEEN 1 AND 1000),
    text           text        NOT NULL CHECK (length(text) <= 4000),
    PRIMARY KEY (tenant_id, undelivered_id),
    FOREIGN KEY (tenant_id, run_id) REFERENCES run ON DELETE CASCADE
);
CREATE INDEX slack_undelivered_run ON slack_undelivered (tenant_id, run_id);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['slack_reply', 'slack_post', 'slack_subscription', 'slack_mute', 'slack_digest_run',
        'slack_bucket', 'slack_undelivered']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_wall ON %I FOR ALL TO tunnelscope_app'
            || ' USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))', tenant_table);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON slack_reply, slack_post, slack_subscription, slack_mute, slack_digest_run, slack_bucket
    TO tunnelscope_app;
GRANT SELECT, INSERT ON slack_undelivered TO tunnelscope_app;
