-- Recorded events are final. A guard against mistakes and stray tools: whoever owns the table can take it away, and what
-- happened then shows in the hash chain.
create function events.cat_refuse_change() returns trigger language plpgsql as $$
begin
    raise exception using errcode = 'CA003',
        message = format('%s on events.mt_events is refused: recorded events are final', lower(tg_op)),
        hint = 'Append an event that says what is true now.',
        schema = 'events', table = 'mt_events', constraint = 'cat_events_are_final';
end $$;

create trigger cat_events_are_final before update or delete or truncate on events.mt_events
    for each statement execute function events.cat_refuse_change();
