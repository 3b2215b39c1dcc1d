-- The conversation of a support desk that a kept mail is about, which it is erased with.
alter table mails add column conversation_id uuid;
create index mails_of_conversation on mails (conversation_id) where conversation_id is not null;
