-- Where who asked for a run wants its bundle put besides our own store, and what came of it.

-- As the caller named them: the id of a storage account, and an address in it without its query. Null: no such wish.
ALTER TABLE run ADD COLUMN storage_account text;
ALTER TABLE run ADD CONSTRAINT run_storage_account_length CHECK (length(storage_account) BETWEEN 1 AND 2000) NOT VALID;
ALTER TABLE run VALIDATE CONSTRAINT run_storage_account_length;
ALTER TABLE run ADD COLUMN storage_path text;
ALTER TABLE run ADD CONSTRAINT run_storage_path_length CHECK (length(storage_path) BETWEEN 1 AND 2000) NOT VALID;
ALTER TABLE run VALIDATE CONSTRAINT run_storage_path_length;

-- One of the two once the run has ended: the address of the blob, or why there is none.
ALTER TABLE run ADD COLUMN delivered_to text;
ALTER TABLE run ADD COLUMN not_delivered text;
ALTER TABLE run ADD CONSTRAINT run_delivery CHECK (delivered_to IS NULL OR not_delivered IS NULL) NOT VALID;
ALTER TABLE run VALIDATE CONSTRAINT run_delivery;
