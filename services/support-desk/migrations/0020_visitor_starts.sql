-- What visitors' searches begin with: of each word of `search_text`, the rest of its line from there on. A search of a b-tree
-- stops after the first few, however many there are; parts inside of words go by trigrams.
create table visitor_starts (
  workspace_id uuid not null,
  visitor_id uuid not null,
  start text collate "C" not null,
  -- Whether it is of what the visitor is called.
  is_name boolean not null
);

-- Of scripts without spaces, which come from U+0E00 on, each character begins a word.
create function starts_of(search_text text) returns table (start text, is_name boolean) language sql immutable as $$
  select left(substr(line, at), 64), bool_or(number = 1)
  from string_to_table(search_text, E'\n') with ordinality lines (line, number), generate_series(1, length(line)) at
  where at = 1 or substr(line, at - 1, 1) = ' ' or ascii(substr(line, at, 1)) >= x'0e00'::int
  group by 1
$$;

create function write_visitor_starts() returns trigger language plpgsql set search_path from current as $$
begin
  if tg_op = 'UPDATE' then
    if new.search_text = old.search_text then return null; end if;
    delete from visitor_starts s where s.workspace_id = new.workspace_id and s.visitor_id = new.id;
  end if;
  insert into visitor_starts (workspace_id, visitor_id, start, is_name)
  select new.workspace_id, new.id, made.start, made.is_name from starts_of(new.search_text) made;
  return null;
end
$$;
create trigger visitor_starts after insert or update of search_text on visitors
  for each row execute function write_visitor_starts();

insert into visitor_starts (workspace_id, visitor_id, start, is_name)
select v.workspace_id, v.id, made.start, made.is_name from visitors v, starts_of(v.search_text) made;

-- Last: what is indexed at once takes a fraction of the time.
alter table visitor_starts
  add primary key (workspace_id, visitor_id, start),
  add foreign key (workspace_id, visitor_id) references visitors (workspace_id, id) on delete cascade;
create index visitor_starts_by_start on visitor_starts (workspace_id, start, visitor_id) include (is_name);
analyze visitor_starts;
