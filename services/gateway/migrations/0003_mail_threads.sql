-- What makes a kept mail part of a thread, ids without angle brackets.
alter table mails
  add column reply_to text,
  add column message_id text,
  add column reference_ids text[] not null default '{}';
