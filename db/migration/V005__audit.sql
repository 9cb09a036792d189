-- Who did what. Append-only and chained by hashes, one chain a tenant.

CREATE TABLE audit_head (
    tenant_id uuid   NOT NULL REFERENCES tenant,
    seq       bigint NOT NULL DEFAULT 0,
    hash      bytea  NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (tenant_id)
);

CREATE TABLE audit (
    tenant_id  uuid        NOT NULL,
    seq        bigint      NOT NULL,
    at         timestamptz NOT NULL,
    actor_kind text        NOT NULL CHECK (actor_kind IN ('person', 'token', 'system')),
    actor_id   uuid,
    actor      text        NOT NULL,
    action     text        NOT NULL,
    object     text,
    result     text        NOT NULL CHECK (result IN ('ok', 'denied', 'failed')),
    ip         text,
    agent      text,
    request_id text,
    details    jsonb       NOT NULL DEFAULT '{}',
    prev_hash  bytea       NOT NULL CHECK (length(prev_hash) = 32),
    hash       bytea       NOT NULL CHECK (length(hash) = 32),
    PRIMARY KEY (tenant_id, seq),
    FOREIGN KEY (tenant_id) REFERENCES audit_head
);
CREATE INDEX audit_object ON audit (tenant_id, object, seq DESC);
