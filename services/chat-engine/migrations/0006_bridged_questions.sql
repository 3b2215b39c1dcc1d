-- Somebody of a connected platform asked, on behalf of whom `user_id` is: what they mention answers, assigned or not.
alter table twin_answers add column is_bridged boolean not null default false;
