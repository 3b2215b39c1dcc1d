-- What somebody has set and a service carries out later, such as retention, is in the audit log as well.
alter table audit_entries drop constraint audit_entries_credential_check;
alter table audit_entries add constraint audit_entries_credential_check
  check (credential in ('session', 'browser', 'key', 'setting'));
