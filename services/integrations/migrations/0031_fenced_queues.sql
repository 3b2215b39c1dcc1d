-- Changes whenever a queue is taken, so that whoever was too slow notices, and applies no older edit over a newer one.
alter table incoming_queues add column turn bigint not null default 0;
-- When a selected channel is made next: one that the platform wants to wait with delays no other.
alter table remote_channels add column make_at timestamptz not null default now();
