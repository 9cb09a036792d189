-- What a button of the bot stands for, and the language that a person is answered in.

-- A way to go on that somebody was offered. The button holds the id alone.
CREATE TABLE slack_choice (
    tenant_id    uuid        NOT NULL,
    choice_id    uuid        NOT NULL,
    workspace_id uuid        NOT NULL,
    -- Nobody else may take it.
    slack_user   text        NOT NULL CHECK (length(slack_user) BETWEEN 1 AND 50),
    -- The line that it says.
    command      text        NOT NULL CHECK (length(command) BETWEEN 1 AND 2000),
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, choice_id),
    FOREIGN KEY (tenant_id, workspace_id) REFERENCES slack_workspace ON DELETE CASCADE
);
CREATE INDEX slack_choice_workspace ON slack_choice (tenant_id, workspace_id);
CREATE INDEX slack_choice_expiry ON slack_choice (tenant_id, expires_at);

ALTER TABLE slack_choice ENABLE ROW LEVEL SECURITY;
ALTER TABLE slack_choice FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant_wall ON slack_choice FOR ALL TO tunnelscope_app
    USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()));
GRANT SELECT, INSERT, DELETE ON slack_choice TO tunnelscope_app;

-- That of the browser in which the account was linked; null: the tenant's.
ALTER TABLE slack_account ADD COLUMN language text;
ALTER TABLE slack_account ADD CONSTRAINT slack_account_language CHECK (language IN ('en', 'ko')) NOT VALID;
ALTER TABLE slack_account VALIDATE CONSTRAINT slack_account_language;
