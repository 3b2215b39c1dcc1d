-- Makes a new secret. Every URL given out before is dead from then on.
create function renew_file_secret() returns void language plpgsql set search_path = messaging, pg_temp as $$
declare
  v_inner bytea := sha256(uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid()))
    || decode(repeat('00', 32), 'hex');
  v_outer bytea := v_inner;
begin
  for i in 0..63 loop
    v_outer := set_byte(v_outer, i, get_byte(v_inner, i) # 92); -- 0x5c
    v_inner := set_byte(v_inner, i, get_byte(v_inner, i) # 54); -- 0x36
  end loop;
  insert into file_settings (inner_key, outer_key) values (v_inner, v_outer)
  on conflict (is_only) do update set inner_key = excluded.inner_key, outer_key = excluded.outer_key;
end
$$;
