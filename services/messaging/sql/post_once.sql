-- post_message under an idempotency key, with what it answers stored in the same statement. p_record is the key's row
-- (`IdempotencyRecord` of packages/kit). Where the key is used by a request that runs, or an answer is stored under it,
-- nothing is posted: the outcome is `kept`, and `kept` is what parley.claim_key found.
create function post_once(
  p_record jsonb, p_workspace uuid, p_channel uuid, p_author uuid, p_post jsonb, p_trace jsonb,
  p_publisher uuid default null,
  out outcome text, out event json, out joined boolean, out outbox_position bigint, out written_at bigint, out facts jsonb,
  out kept jsonb
) language plpgsql as $$
declare
  v_kept record;
begin
  select * into v_kept from parley.claim_key(p_record->>'caller', p_record->>'key');
  if v_kept.is_running or v_kept.status is not null then
    outcome := 'kept';
    kept := to_jsonb(v_kept);
    return;
  end if;
  select p.outcome, p.event, p.joined, p.outbox_position, p.written_at, p.facts
  into outcome, event, joined, outbox_position, written_at, facts
  from post_message(p_workspace, p_channel, p_author, p_post, p_trace, p_publisher) p;
  if outcome = 'posted' then
    insert into idempotency_keys (caller, key, endpoint, body_hash, status, body, about)
    values (p_record->>'caller', p_record->>'key', p_record->>'endpoint', p_record->>'body_hash', 201,
      json_build_object('success', true, 'data', event->'data',
        'meta', json_build_object('timestamp', event->'data'->'created_at')),
      (event->>'channel_id')::uuid)
    on conflict (caller, key) do update set
      endpoint = excluded.endpoint, body_hash = excluded.body_hash, status = excluded.status, body = excluded.body,
      about = excluded.about, claim = null, claimed_until = null, created_at = excluded.created_at;
  end if;
end
$$;
