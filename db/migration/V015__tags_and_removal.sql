-- Tags on what can be troubleshot, and what stays when something of it is deleted.

CREATE TABLE gateway_tag (
    tenant_id  uuid NOT NULL,
    gateway_id uuid NOT NULL,
    key        text NOT NULL CHECK (length(key) BETWEEN 1 AND 64),
    value      text NOT NULL CHECK (length(value) <= 256),
    PRIMARY KEY (tenant_id, gateway_id, key),
    FOREIGN KEY (tenant_id, gateway_id) REFERENCES gateway ON DELETE CASCADE
);
CREATE TABLE connection_tag (
    tenant_id     uuid NOT NULL,
    connection_id uuid NOT NULL,
    key           text NOT NULL CHECK (length(key) BETWEEN 1 AND 64),
    value         text NOT NULL CHECK (length(value) <= 256),
    PRIMARY KEY (tenant_id, connection_id, key),
    FOREIGN KEY (tenant_id, connection_id) REFERENCES connection ON DELETE CASCADE
);
-- What carries a tag: asked by lists and by whoever picks targets by their tags.
CREATE INDEX gateway_tag_carriers ON gateway_tag (tenant_id, key, value, gateway_id);
CREATE INDEX connection_tag_carriers ON connection_tag (tenant_id, key, value, connection_id);

-- What a deleted subscription was called: its runs stay and say so.
CREATE TABLE former_subscription (
    tenant_id       uuid        NOT NULL REFERENCES tenant,
    subscription_id uuid        NOT NULL,
    name            text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    deleted_at      timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, subscription_id)
);

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['gateway_tag', 'connection_tag', 'former_subscription']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_wall ON %I FOR ALL TO tunnelscope_app'
            || ' USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))', tenant_table);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, DELETE ON gateway_tag, connection_tag TO tunnelscope_app;
GRANT SELECT, INSERT ON former_subscription TO tunnelscope_app;
-- A lane goes with its subscription, once nothing waits in it.
GRANT DELETE ON lane TO tunnelscope_app;
