-- What authors of a platform have said about the bridge, there: who has said nothing has no row. Two times in place of a
-- state, so that commands may be received in any order, and again.
create table author_consents (
  workspace_id uuid not null,
  platform text not null,
  -- Who they are there.
  foreign_id text not null,
  account_id text not null,
  -- When they last said it. Who has opted in again keeps out what they had written before.
  opted_out_at timestamptz,
  opted_in_at timestamptz,
  -- When what is here of theirs is deleted; null: nothing is left. Whoever moves it ahead does it, alone, until then.
  retract_at timestamptz,
  -- What came in later is not deleted.
  retract_before timestamptz,
  -- Archives know no account.
  primary key (workspace_id, platform, foreign_id, account_id)
);
create index author_consents_to_retract on author_consents (retract_at) where retract_at is not null;
