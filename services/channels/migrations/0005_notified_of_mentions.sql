-- What one starts with in a channel; in a direct message it is `all`. Until now it was `all` everywhere, and counted as
-- mentions but in direct messages.
alter table members alter column notification_level set default 'mentions';
