-- The event of what a service wrote (contracts: EventEnvelope): where it came from, and after how many machines in a row.
create function with_origin(event json, origin text, hops int) returns json language sql immutable parallel safe as $$
  select (event::jsonb || jsonb_build_object('origin', origin, 'hops', hops))::json
$$;
