-- Old command keys are found by their age.
create index cat_commands_at on events.cat_commands (at);
