-- Mails are remembered for 30 days: see `src/mail-forgetter.ts`.
create index inbound_mails_by_age on inbound_mails (received_at);
