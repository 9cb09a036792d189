-- Slack workspaces that a tenant's admins let the bot into, who is who in them, and which channels may see what.

-- A workspace, or a whole Enterprise Grid organisation, belongs to one tenant. Requests of Slack's are looked up here before
-- a tenant is known. The system role makes and takes rows; the app role fills and empties them in the tenant.
CREATE TABLE slack_workspace (
    tenant_id        uuid        NOT NULL REFERENCES tenant,
    workspace_id     uuid        NOT NULL,
    -- Slack's own ids. No enterprise: ''. The whole organisation rather than one workspace of it: team ''.
    app_id           text        NOT NULL CHECK (length(app_id) BETWEEN 1 AND 50),
    enterprise_id    text        NOT NULL CHECK (length(enterprise_id) <= 50),
    team_id          text        NOT NULL CHECK (length(team_id) <= 50),
    name             text        NOT NULL DEFAULT '' CHECK (length(name) <= 200),
    bot_user         text        NOT NULL DEFAULT '' CHECK (length(bot_user) <= 50),
    scopes           text        NOT NULL DEFAULT '' CHECK (length(scopes) <= 2000),
    -- cut_off: by an admin of the tenant. gone: the app was removed in Slack, or its installation did not end.
    state            text        NOT NULL DEFAULT 'gone' CHECK (state IN ('active', 'cut_off', 'gone')),
    installed_by     text        NOT NULL DEFAULT '' CHECK (length(installed_by) <= 200),
    installed_at     timestamptz NOT NULL DEFAULT now(),
    -- The bot's token and, where Slack rotates it, what gets the next one: they change together.
    tokens_sealed    bytea       CHECK (length(tokens_sealed) BETWEEN 29 AND 8192),
    key_version      integer,
    -- Null: the token has no end.
    token_expires_at timestamptz,
    -- A node is getting the next token; the others leave it alone until then.
    refreshing_until timestamptz,
    PRIMARY KEY (tenant_id, workspace_id),
    FOREIGN KEY (tenant_id, key_version) REFERENCES data_key,
    CHECK (enterprise_id <> '' OR team_id <> ''),
    CHECK ((tokens_sealed IS NULL) = (key_version IS NULL) AND (tokens_sealed IS NOT NULL) = (state = 'active'))
);
CREATE UNIQUE INDEX slack_workspace_home ON slack_workspace (app_id, enterprise_id, team_id);
CREATE INDEX slack_workspace_data_key ON slack_workspace (tenant_id, key_version);

-- An installation that has left for Slack: taken out by whoever comes back with its state, so it serves once.
CREATE TABLE slack_install (
    tenant_id    uuid        NOT NULL REFERENCES tenant,
    state_hash   bytea       NOT NULL CHECK (length(state_hash) = 32),
    -- The session that began it.
    session_hash bytea       NOT NULL CHECK (length(session_hash) = 32),
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, state_hash)
);

-- Which member a Slack user is. Goes with the member and with the workspace.
CREATE TABLE slack_account (
    tenant_id    uuid        NOT NULL,
    workspace_id uuid        NOT NULL,
    slack_user   text        NOT NULL CHECK (length(slack_user) BETWEEN 1 AND 50),
    person_id    uuid        NOT NULL,
    linked_at    timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, workspace_id, slack_user),
    FOREIGN KEY (tenant_id, workspace_id) REFERENCES slack_workspace ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, person_id) REFERENCES membership ON DELETE CASCADE
);
CREATE INDEX slack_account_person ON slack_account (tenant_id, person_id);

-- A link that makes whoever follows it, signed in, the Slack user who asked for it. Serves once; the latest one alone.
CREATE TABLE slack_link (
    tenant_id    uuid        NOT NULL,
    link_hash    bytea       NOT NULL CHECK (length(link_hash) = 32),
    workspace_id uuid        NOT NULL,
    slack_user   text        NOT NULL CHECK (length(slack_user) BETWEEN 1 AND 50),
    -- As Slack called the user then, for the page that asks.
    slack_name   text        NOT NULL CHECK (length(slack_name) <= 200),
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, link_hash),
    UNIQUE (tenant_id, workspace_id, slack_user),
    FOREIGN KEY (tenant_id, workspace_id) REFERENCES slack_workspace ON DELETE CASCADE
);

-- A channel whose members may all see what is posted there of the tenant, and do at most what the ceiling may.
CREATE TABLE slack_channel (
    tenant_id    uuid        NOT NULL,
    workspace_id uuid        NOT NULL,
    channel_id   text        NOT NULL CHECK (length(channel_id) BETWEEN 1 AND 50),
    name         text        NOT NULL CHECK (length(name) <= 200),
    ceiling      text        NOT NULL CHECK (ceiling IN ('viewer', 'operator', 'auditor', 'admin')),
    bound_by     text        NOT NULL CHECK (length(bound_by) BETWEEN 1 AND 200),
    bound_at     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, workspace_id, channel_id),
    FOREIGN KEY (tenant_id, workspace_id) REFERENCES slack_workspace ON DELETE CASCADE
);

-- What Slack sent and we took already: hashes of signatures, of trigger ids and of event ids, for as long as any of them
-- could come again.
CREATE TABLE slack_seen (
    key_hash bytea       NOT NULL CHECK (length(key_hash) = 32),
    until    timestamptz NOT NULL,
    PRIMARY KEY (key_hash)
);
CREATE INDEX slack_seen_until ON slack_seen (until);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['slack_workspace', 'slack_install', 'slack_account', 'slack_link', 'slack_channel']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_wall ON %I FOR ALL TO tunnelscope_app'
            || ' USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))', tenant_table);
    END LOOP;
END
$$;

-- Slack's ids make a key across tenants: who may write them could ask whether another tenant has a workspace.
GRANT SELECT ON slack_workspace TO tunnelscope_app;
GRANT UPDATE (name, bot_user, scopes, state, installed_by, installed_at, tokens_sealed, key_version, token_expires_at,
    refreshing_until) ON slack_workspace TO tunnelscope_app;
GRANT SELECT, INSERT, DELETE ON slack_install TO tunnelscope_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON slack_account, slack_channel TO tunnelscope_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON slack_link TO tunnelscope_app;

CREATE POLICY across_tenants ON slack_workspace FOR ALL TO tunnelscope_system USING (true) WITH CHECK (true);
GRANT SELECT (tenant_id, workspace_id, app_id, enterprise_id, team_id, name, bot_user, state) ON slack_workspace TO tunnelscope_system;
GRANT INSERT (tenant_id, workspace_id, app_id, enterprise_id, team_id) ON slack_workspace TO tunnelscope_system;
GRANT DELETE ON slack_workspace TO tunnelscope_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON slack_seen TO tunnelscope_system;
