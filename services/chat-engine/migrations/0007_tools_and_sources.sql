-- How an answer came about, kept once its events are deleted: the tools that were called, and the sources that it names.
alter table runs
  add column tools jsonb not null default '[]',
  add column sources jsonb not null default '[]';
