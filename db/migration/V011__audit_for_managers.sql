-- What the audit says more of each record, and what lets its heads be signed while requests go on.

-- The form of the record that was hashed; rows of programs before this one are of form 1.
ALTER TABLE audit ADD COLUMN version smallint NOT NULL DEFAULT 1 CHECK (version BETWEEN 1 AND 99);
-- For whom a token, a schedule or the product itself acted; null when the actor acted for itself.
ALTER TABLE audit ADD COLUMN on_behalf_of text;

-- The heads of all chains are signed together: ids, counters and hashes only.
GRANT SELECT ON audit_head TO tunnelscope_system;
CREATE POLICY across_tenants ON audit_head FOR SELECT TO tunnelscope_system USING (true);

-- What stays of a tenant that was deleted: where its chain ended. No foreign key, as nothing else is left, and no
-- name, as that is the tenant's.
CREATE TABLE audit_seal (
    sealed_tenant uuid        NOT NULL,
    seq           bigint      NOT NULL CHECK (seq >= 0),
    hash          bytea       NOT NULL CHECK (length(hash) = 32),
    sealed_at     timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (sealed_tenant)
);
GRANT SELECT ON audit_seal TO tunnelscope_system;

-- Who wrote the checkpoint of this minute. Nodes that share a file share its key, and with it the row.
CREATE TABLE audit_checkpoint (
    key_id     text        NOT NULL CHECK (key_id ~ '^[0-9a-f]{64}$'),
    claimed_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (key_id)
);
GRANT SELECT, INSERT, UPDATE ON audit_checkpoint TO tunnelscope_system;

-- A tenant that is on its way out: nobody gets in any more, and whoever began goes on where the deletion stopped.
ALTER TABLE tenant ADD COLUMN deleting_since timestamptz;
