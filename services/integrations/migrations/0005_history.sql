-- Imports of a connected platform's history: they are imports, of an account in place of an archive.
alter table imports
  drop constraint imports_kind_check,
  add constraint imports_kind_check check (kind in ('slack', 'mattermost', 'parley', 'history')),
  add column platform text,
  add column account_id text,
  -- As they were named; null: all.
  add column wanted_channels text[],
  add column since timestamptz,
  -- What was written at it, and later, is not imported.
  add column until timestamptz,
  add constraint imports_of_history check (
    (kind = 'history') = (platform is not null and account_id is not null and until is not null));
create index imports_by_platform on imports (workspace_id, platform, id) where platform is not null;

-- How often in a row the platform has failed; sizes of a history are seconds of its time.
alter table import_parts add column failures int not null default 0;

-- An import's progress is measured by it.
alter table remote_channels add column remote_created_at timestamptz;

alter table links
  -- An import brought it, and not the bridge.
  add column is_imported boolean not null default false,
  -- Of an imported one: the files of which the name alone was kept.
  add column left_files text[] not null default '{}';
drop index links_by_age;
