-- What the target of an act was called then: once it is deleted, nothing else says so.
alter table audit_entries add column target_name text;
