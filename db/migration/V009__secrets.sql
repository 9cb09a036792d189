-- Sealed secrets: the keys of each tenant, and the first things that are sealed with them.

-- Seals what a tenant wants kept; wrapped itself by a key of the installation (kek_id names it in the key file). The
-- highest version seals; a lower one is there only while a rotation has not ended.
CREATE TABLE data_key (
    tenant_id  uuid        NOT NULL REFERENCES tenant,
    version    integer     NOT NULL CHECK (version > 0),
    kek_id     text        NOT NULL CHECK (length(kek_id) BETWEEN 1 AND 200),
    wrapped    bytea       NOT NULL CHECK (length(wrapped) BETWEEN 1 AND 4096),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, version)
);
CREATE INDEX data_key_kek ON data_key (kek_id, tenant_id, version);

-- A column called …_sealed holds what a data key made of a text, and opens in its own row alone. The foreign key of
-- key_version keeps the data key as long as something needs it.

-- Makes the marks in the place of secrets in logs. It outlives data keys: equal secrets keep equal marks.
CREATE TABLE redaction_key (
    tenant_id   uuid    NOT NULL,
    key_sealed  bytea   NOT NULL CHECK (length(key_sealed) BETWEEN 29 AND 4096),
    key_version integer NOT NULL,
    PRIMARY KEY (tenant_id),
    FOREIGN KEY (tenant_id, key_version) REFERENCES data_key
);
CREATE INDEX redaction_key_data_key ON redaction_key (tenant_id, key_version);

-- Which subscription of Azure a subscription stands for, and the application that acts in it.
CREATE TABLE azure_account (
    tenant_id            uuid        NOT NULL,
    subscription_id      uuid        NOT NULL,
    -- The addresses of a custom cloud alone are kept; those of the others are known.
    cloud                text        NOT NULL CHECK (cloud IN ('public', 'usgov', 'china', 'custom')),
    authority            text        CHECK (length(authority) <= 300),
    resource_manager     text        CHECK (length(resource_manager) <= 300),
    azure_subscription   uuid        NOT NULL,
    directory            text        NOT NULL CHECK (length(directory) BETWEEN 1 AND 253),
    client_id            uuid        NOT NULL,
    -- Null when somebody took the secret away.
    client_secret_sealed bytea       CHECK (length(client_secret_sealed) BETWEEN 29 AND 8192),
    key_version          integer,
    secret_set_at        timestamptz,
    PRIMARY KEY (tenant_id, subscription_id),
    -- Azure runs one troubleshooting a subscription, as a lane does: two lanes for one would only meet there.
    UNIQUE (tenant_id, azure_subscription),
    FOREIGN KEY (tenant_id, subscription_id) REFERENCES subscription ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, key_version) REFERENCES data_key,
    CHECK ((cloud = 'custom') = (authority IS NOT NULL) AND (cloud = 'custom') = (resource_manager IS NOT NULL)),
    CHECK ((client_secret_sealed IS NULL) = (key_version IS NULL)
       AND (client_secret_sealed IS NULL) = (secret_set_at IS NULL))
);
CREATE INDEX azure_account_data_key ON azure_account (tenant_id, key_version);

-- Where the log bundles of a subscription's runs are put besides our own store.
CREATE TABLE log_storage (
    tenant_id       uuid        NOT NULL,
    subscription_id uuid        NOT NULL,
    account_id      text        NOT NULL CHECK (length(account_id) <= 512),
    container       text        NOT NULL CHECK (length(container) <= 300),
    -- Null when the key is to be asked of Azure.
    key_sealed      bytea       CHECK (length(key_sealed) BETWEEN 29 AND 4096),
    key_version     integer,
    key_set_at      timestamptz,
    PRIMARY KEY (tenant_id, subscription_id),
    FOREIGN KEY (tenant_id, subscription_id) REFERENCES subscription ON DELETE CASCADE,
    FOREIGN KEY (tenant_id, key_version) REFERENCES data_key,
    CHECK ((key_sealed IS NULL) = (key_version IS NULL) AND (key_sealed IS NULL) = (key_set_at IS NULL))
);
CREATE INDEX log_storage_data_key ON log_storage (tenant_id, key_version);

-- What discovery in Azure remembers, as it does of the connections of strongSwan gateways.
ALTER TABLE gateway ADD COLUMN seen_at timestamptz;
-- The region of a connection; null where it is that of its gateway.
ALTER TABLE connection ADD COLUMN location text;
ALTER TABLE connection ADD CONSTRAINT connection_location_length CHECK (length(location) BETWEEN 1 AND 100) NOT VALID;
ALTER TABLE connection VALIDATE CONSTRAINT connection_location_length;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['data_key', 'redaction_key', 'azure_account', 'log_storage']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_wall ON %I FOR ALL TO tunnelscope_app'
            || ' USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))', tenant_table);
    END LOOP;
END
$$;

-- No UPDATE or DELETE of keys: the operator's role rotates.
GRANT SELECT, INSERT ON data_key, redaction_key TO tunnelscope_app;
GRANT SELECT, INSERT, UPDATE ON azure_account TO tunnelscope_app;
GRANT SELECT, INSERT, UPDATE, DELETE ON log_storage TO tunnelscope_app;

-- Before its first request a server sees whether its key file opens what is here.
GRANT SELECT ON data_key TO tunnelscope_system;
CREATE POLICY across_tenants ON data_key FOR ALL TO tunnelscope_system USING (true) WITH CHECK (true);
