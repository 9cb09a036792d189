-- The secret of the client that a tenant has at its own identity provider; sealed, as all secrets of tenants are.

ALTER TABLE identity_provider
    -- Null for a public client, which PKCE alone protects.
    ADD COLUMN client_secret_sealed bytea,
    ADD COLUMN key_version integer,
    ADD COLUMN secret_set_at timestamptz;
ALTER TABLE identity_provider
    ADD CONSTRAINT identity_provider_secret_length CHECK (length(client_secret_sealed) BETWEEN 29 AND 8192) NOT VALID,
    ADD CONSTRAINT identity_provider_secret CHECK ((client_secret_sealed IS NULL) = (key_version IS NULL)
        AND (client_secret_sealed IS NULL) = (secret_set_at IS NULL)) NOT VALID,
    ADD CONSTRAINT identity_provider_data_key FOREIGN KEY (tenant_id, key_version) REFERENCES data_key NOT VALID;
ALTER TABLE identity_provider VALIDATE CONSTRAINT identity_provider_secret_length;
ALTER TABLE identity_provider VALIDATE CONSTRAINT identity_provider_secret;
ALTER TABLE identity_provider VALIDATE CONSTRAINT identity_provider_data_key;
CREATE INDEX identity_provider_data_key ON identity_provider (tenant_id, key_version);

-- Sign-ins that were refused are forgotten after a while.
GRANT DELETE ON login_refusal TO tunnelscope_system;
