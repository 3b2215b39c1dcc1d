-- Files and the objects in the file storage that their bytes are in. Applied to the schema of each service that has files.

-- Every object in the file storage, registered before its first byte is written and deleted after its last is removed:
-- no bytes stay without a row. The object is removed at `remove_at`: null while a file refers to it, in the future while
-- it is being written.
create table stored_objects (
  workspace_id uuid not null,
  key text not null,
  remove_at timestamptz,
  -- Set for good when removal has begun: from then on no file may refer to it.
  is_deleting boolean not null default false,
  attempts int not null default 0,
  primary key (workspace_id, key)
);
create index stored_objects_due on stored_objects (remove_at) where remove_at is not null;

create table files (
  workspace_id uuid not null,
  id uuid not null,
  -- Where it was uploaded to, such as a channel: its readers are that place's.
  place_id uuid not null,
  -- Null for what a service has stored by itself.
  uploader_id uuid,
  uploader_kind text not null check (uploader_kind in ('user', 'visitor', 'service')),
  -- What it is attached to, such as a message; null until then.
  holder_id uuid,
  name text not null,
  type text not null,
  size bigint not null,
  digest bytea not null,
  width int,
  height int,
  storage_key text not null,
  thumbnail_key text,
  thumbnail_size bigint,
  created_at timestamptz not null,
  -- Until when it is kept though it is attached to nothing, if longer than a day.
  reserved_until timestamptz,
  primary key (workspace_id, id),
  unique (workspace_id, storage_key),
  unique (workspace_id, thumbnail_key),
  foreign key (workspace_id, storage_key) references stored_objects,
  foreign key (workspace_id, thumbnail_key) references stored_objects,
  check ((uploader_id is null) = (uploader_kind = 'service'))
);
create index files_of_holder on files (workspace_id, holder_id) where holder_id is not null;
create index files_of_place on files (workspace_id, place_id);
create index files_unattached on files (workspace_id, uploader_id) include (size) where holder_id is null;
create index files_unattached_by_age on files (created_at) where holder_id is null;
