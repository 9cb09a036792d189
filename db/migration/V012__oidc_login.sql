-- Sign-in through identity providers: attempts on their way, the providers of tenants, what their claims mean here.

-- A sign-in that has left for the provider. Taken out before anything of the answer is looked at, so it serves once.
CREATE TABLE login_attempt (
    state_hash      bytea       NOT NULL CHECK (length(state_hash) = 32),
    -- The browser that began it holds what hashes to this.
    browser_hash    bytea       NOT NULL CHECK (length(browser_hash) = 32),
    nonce           text        NOT NULL CHECK (length(nonce) = 43),
    verifier        text        NOT NULL CHECK (length(verifier) = 43),
    -- The tenant whose own provider is asked; null for the provider of the installation.
    provider_tenant uuid        REFERENCES tenant ON DELETE CASCADE,
    -- The tenant that the person wants to see, for its audit; null when the address named none.
    wanted_tenant   uuid        REFERENCES tenant ON DELETE CASCADE,
    redirect_uri    text        NOT NULL CHECK (length(redirect_uri) <= 500),
    return_path     text        NOT NULL CHECK (length(return_path) <= 2000),
    expires_at      timestamptz NOT NULL,
    PRIMARY KEY (state_hash)
);
CREATE INDEX login_attempt_expiry ON login_attempt (expires_at);
CREATE INDEX login_attempt_provider ON login_attempt (provider_tenant);
CREATE INDEX login_attempt_wanted ON login_attempt (wanted_tenant);

-- Sign-ins that were refused, with the reason. A tenant's audit has them too when the attempt was for a tenant; most that
-- are forged are for none.
CREATE TABLE login_refusal (
    refusal_id  uuid        NOT NULL,
    at          timestamptz NOT NULL,
    reason      text        NOT NULL CHECK (length(reason) <= 60),
    issuer      text        CHECK (length(issuer) <= 500),
    ip          text        NOT NULL,
    agent       text        NOT NULL,
    request_id  text        NOT NULL,
    PRIMARY KEY (refusal_id)
);

-- How often an address failed to prove who it is, on all nodes together. A row lives as long as its minute.
CREATE TABLE failed_proof (
    address     text        NOT NULL CHECK (length(address) <= 100),
    minute      timestamptz NOT NULL,
    times       integer     NOT NULL,
    PRIMARY KEY (address, minute)
);
CREATE INDEX failed_proof_minute ON failed_proof (minute);

-- The identity provider of a tenant that does not use the installation's.
CREATE TABLE identity_provider (
    tenant_id  uuid        NOT NULL REFERENCES tenant,
    issuer     text        NOT NULL CHECK (length(issuer) BETWEEN 1 AND 500),
    client_id  text        NOT NULL CHECK (length(client_id) BETWEEN 1 AND 200),
    scopes     text        NOT NULL CHECK (length(scopes) <= 500),
    role_claim text        NOT NULL CHECK (length(role_claim) BETWEEN 1 AND 200),
    changed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id)
);

-- What a value of the role claim makes of a person. The first entry that matches counts, so the order is the admin's.
CREATE TABLE role_mapping (
    tenant_id   uuid    NOT NULL REFERENCES tenant,
    position    integer NOT NULL CHECK (position BETWEEN 1 AND 100),
    claim_value text    NOT NULL CHECK (length(claim_value) BETWEEN 1 AND 200),
    role        text    NOT NULL CHECK (role IN ('viewer', 'operator', 'auditor', 'admin')),
    PRIMARY KEY (tenant_id, position),
    UNIQUE (tenant_id, claim_value)
);
CREATE INDEX role_mapping_value ON role_mapping (claim_value);

-- A deactivated member stays in the list and may nothing. A mapped one follows the provider's claim at every sign-in.
ALTER TABLE membership
    ADD COLUMN deactivated_at timestamptz,
    ADD COLUMN mapped boolean NOT NULL DEFAULT false;

-- A session that a tenant's own provider vouches for counts in that tenant alone. The ID token is shown to the provider
-- again when the person signs out; nothing here takes it twice.
ALTER TABLE session
    ADD COLUMN only_tenant uuid REFERENCES tenant ON DELETE CASCADE,
    ADD COLUMN id_token text;
ALTER TABLE session ADD CONSTRAINT session_id_token_length CHECK (length(id_token) <= 8192) NOT VALID;
ALTER TABLE session VALIDATE CONSTRAINT session_id_token_length;
CREATE INDEX session_only_tenant ON session (only_tenant);

-- What a token may do is at most what its role may; null: all of it. It is never more than the person who made it.
ALTER TABLE api_token
    ADD COLUMN scopes text,
    ADD COLUMN owner_id uuid;
ALTER TABLE api_token ADD CONSTRAINT api_token_scopes CHECK (scopes ~ '^(read|start|audit|settings)( (read|start|audit|settings)){0,3}$') NOT VALID;
ALTER TABLE api_token VALIDATE CONSTRAINT api_token_scopes;

DO $$
DECLARE
    tenant_table text;
BEGIN
    FOREACH tenant_table IN ARRAY ARRAY['identity_provider', 'role_mapping']
    LOOP
        EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
        EXECUTE format('CREATE POLICY tenant_wall ON %I FOR ALL TO tunnelscope_app'
            || ' USING (tenant_id = (SELECT app.tenant())) WITH CHECK (tenant_id = (SELECT app.tenant()))', tenant_table);
        EXECUTE format('CREATE POLICY across_tenants ON %I FOR ALL TO tunnelscope_system USING (true) WITH CHECK (true)',
            tenant_table);
    END LOOP;
END
$$;
GRANT SELECT, INSERT, UPDATE, DELETE ON identity_provider TO tunnelscope_app;
GRANT SELECT, INSERT, DELETE ON role_mapping TO tunnelscope_app;
GRANT SELECT ON identity_provider, role_mapping TO tunnelscope_system;
GRANT SELECT, INSERT, DELETE ON login_attempt TO tunnelscope_system;
GRANT SELECT, INSERT ON login_refusal TO tunnelscope_system;
GRANT SELECT, INSERT, UPDATE, DELETE ON failed_proof TO tunnelscope_system;
