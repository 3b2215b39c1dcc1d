-- Whether somebody there has answered what was mailed to it: until then it is only said to be a visitor's.
alter table mail_addresses add column is_confirmed boolean not null default false;
