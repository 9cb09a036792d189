-- Who may see what. Run by tunnelscope_migrate after SET ROLE tunnelscope_owner, see db/README.md.

CREATE SCHEMA app;
GRANT USAGE ON SCHEMA app TO tunnelscope_app;

-- The tenant of this transaction. Raises when none is set: on a reused connection the setting reads as ''
-- after a transaction, and a policy that compared with NULL would hide rows in silence.
CREATE FUNCTION app.tenant() RETURNS uuid
    LANGUAGE plpgsql STABLE PARALLEL SAFE
    SET search_path = pg_catalog, pg_temp
AS $$
DECLARE
    setting text := current_setting('app.tenant_id', true);
BEGIN
    IF setting IS NULL OR setting = '' THEN
        RAISE EXCEPTION 'no tenant is set for this transaction' USING ERRCODE = 'TS001';
    END IF;
    RETURN setting::uuid;
END
$$;
REVOKE EXECUTE ON FUNCTION app.tenant() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION app.tenant() TO tunnelscope_app;

CREATE TABLE tenant (
    tenant_id  uuid        NOT NULL,
    slug       text        NOT NULL CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    queue_limit integer    NOT NULL DEFAULT 200 CHECK (queue_limit BETWEEN 1 AND 1000000),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id)
);
-- A slug names one tenant of the whole installation, so this key cannot begin with the tenant.
CREATE UNIQUE INDEX tenant_slug ON tenant (slug);

-- A person as the identity provider knows them; the same person may be a member of several tenants.
CREATE TABLE person (
    person_id  uuid        NOT NULL,
    issuer     text        NOT NULL CHECK (length(issuer) <= 500),
    subject    text        NOT NULL CHECK (length(subject) <= 500),
    name       text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (person_id),
    UNIQUE (issuer, subject)
);

CREATE TABLE membership (
    tenant_id  uuid        NOT NULL REFERENCES tenant,
    -- No foreign key to person: a tenant could ask it whether somebody is known here.
    person_id  uuid        NOT NULL,
    role       text        NOT NULL CHECK (role IN ('viewer', 'operator', 'auditor', 'admin')),
    -- Copied from the person, so that a tenant can list its members without reading the persons of others.
    name       text        NOT NULL,
    issuer     text        NOT NULL,
    subject    text        NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (tenant_id, person_id)
);
CREATE INDEX membership_person ON membership (person_id);

-- Sessions are read before a tenant is known. Only the SHA-256 of the cookie is kept; the CSRF value is derived from it.
CREATE TABLE session (
    session_hash bytea       NOT NULL CHECK (length(session_hash) = 32),
    person_id    uuid        NOT NULL REFERENCES person ON DELETE CASCADE,
    created_at   timestamptz NOT NULL DEFAULT now(),
    seen_at      timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL,
    PRIMARY KEY (session_hash)
);
CREATE INDEX session_person ON session (person_id);
CREATE INDEX session_expiry ON session (expires_at);

-- A token is looked up by its id before its tenant is known; only the SHA-256 of its secret is kept.
CREATE TABLE api_token (
    tenant_id    uuid        NOT NULL REFERENCES tenant,
    token_id     uuid        NOT NULL,
    name         text        NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
    role         text        NOT NULL CHECK (role IN ('viewer', 'operator', 'auditor', 'admin')),
    secret_hash  bytea       NOT NULL CHECK (length(secret_hash) = 32),
    created_by   text        NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    expires_at   timestamptz NOT NULL CHECK (expires_at <= created_at + interval '366 days'),
    last_used_at timestamptz,
    revoked_at   timestamptz,
    PRIMARY KEY (tenant_id, token_id)
);
CREATE INDEX api_token_lookup ON api_token (token_id);
