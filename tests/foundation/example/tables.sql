create table chat_engine.example_tickets (workspace_id uuid, id uuid, agent_id uuid, visitor_id uuid,
  head bigint default 0, secret text, closed_at timestamptz, primary key (workspace_id, id));
create table chat_engine.example_entries (workspace_id uuid, ticket_id uuid, seq bigint, text text, is_note boolean,
  id uuid default uuidv7(), at timestamptz default now(), primary key (workspace_id, ticket_id, seq));
grant all on chat_engine.example_tickets, chat_engine.example_entries to parley_chat_engine;
grant select on chat_engine.example_tickets, chat_engine.example_entries to parley_gateway;
