-- Where a platform says what people react with, and not what has changed: what they did the last time.
alter table links add column reactions jsonb not null default '[]';
