-- Folds text for comparison: removes compatibility forms, case, accents, vowel points, invisible characters and
-- punctuation; separates scripts without spaces from others; makes each symbol and emoji a word. Both Turkish i become i.
-- packages/text/src/fold.ts does the same.
create function search_fold(given text) returns text language plpgsql immutable parallel safe as $$
declare
  text text := given;
begin
  if octet_length(text) = length(text) then
    return ' ' || btrim(regexp_replace(lower(text), '[^a-z0-9]+', ' ', 'g')) || ' ';
  end if;
  -- One character can become eighteen: what fits a message fits this, and no text takes longer.
  text := lower(left(normalize(text, nfkd), 60000));
  text := regexp_replace(text, '[\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u1ab0-\u1aff\u1dc0-\u1dff\u200b-\u200f\u2060\u20d0-\u20ff\ufe00-\ufe0f\ufe20-\ufe2f\ufeff]+', '', 'g');
  text := translate(normalize(text, nfc), 'ıłđħŧøςæœ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹०१२३४५६७८९', 'ildhtoσæœ012345678901234567890123456789');
  text := replace(replace(replace(text, 'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe');
  text := regexp_replace(text, '([\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+|[\u00a2-\u00a7\u00a9\u00ac\u00ae\u00b0\u00b1\u00b6\u00d7\u00f7\u20a0-\u20cf\u2100-\u2bff\U0001f000-\U0001faff])', ' \1 ', 'g');
  text := regexp_replace(text, '[^[:alnum:]\u00a2-\u00a7\u00a9\u00ac\u00ae\u00b0\u00b1\u00b6\u00d7\u00f7\u20a0-\u20cf\u2100-\u2bff\u07c0-\u07c9\u09e6-\u09ef\u0a66-\u0a6f\u0ae6-\u0aef\u0b66-\u0b6f\u0be6-\u0bef\u0c66-\u0c6f\u0ce6-\u0cef\u0d66-\u0d6f\u0de6-\u0def\u0f20-\u0f29\u1090-\u1099\u1810-\u1819\u1946-\u194f\u19d0-\u19d9\u1a80-\u1a89\u1a90-\u1a99\u1b50-\u1b59\u1bb0-\u1bb9\u1c40-\u1c49\u1c50-\u1c59\ua620-\ua629\ua8d0-\ua8d9\ua900-\ua909\ua9d0-\ua9d9\ua9f0-\ua9f9\uaa50-\uaa59\uabf0-\uabf9\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff\U0001f000-\U0001faff\U00020000-\U0003ffff]+', ' ', 'g');
  return ' ' || btrim(text) || ' ';
end
$$;
