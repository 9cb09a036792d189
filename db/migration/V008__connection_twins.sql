-- A VNet2VNet connection names the half that the gateway on the other side has: its twin. Both halves name each other;
-- what only one of them says (the other was given another kind or another twin) counts for nothing.
-- No row names a twin yet, so that checks and index cost nothing here.

ALTER TABLE connection
    ADD COLUMN twin_id uuid,
    ADD CONSTRAINT connection_twin_kind CHECK (twin_id IS NULL OR kind = 'Vnet2Vnet'),
    ADD CONSTRAINT connection_twin_other CHECK (twin_id <> connection_id),
    ADD CONSTRAINT connection_twin_one UNIQUE (tenant_id, twin_id),
    ADD CONSTRAINT connection_twin FOREIGN KEY (tenant_id, twin_id) REFERENCES connection
        ON DELETE SET NULL (twin_id);
