-- Slack's word for why it gives no further token to a workspace, like invalid_refresh_token: the one that is there serves
-- until it ends, and then only installing the app again helps. Null: nothing is wrong.
ALTER TABLE slack_workspace ADD COLUMN renewal_refused text;
ALTER TABLE slack_workspace ADD CONSTRAINT slack_workspace_renewal_refused
    CHECK (length(renewal_refused) BETWEEN 1 AND 50) NOT VALID;
ALTER TABLE slack_workspace VALIDATE CONSTRAINT slack_workspace_renewal_refused;
GRANT UPDATE (renewal_refused) ON slack_workspace TO tunnelscope_app;
