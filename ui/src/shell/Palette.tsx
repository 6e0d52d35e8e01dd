import { useDebouncedValue } from '@mantine/hooks';
import { Spotlight } from '@mantine/spotlight';
import { IconBolt, IconHistory, IconSearch } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { PaletteDocument } from '../generated/documents';
import { useNavigate as useAddress } from '../sdk/navigation';
import { describeInstant, readInstant, useInstant } from '../shared/instant';
import { entityLink } from '../shared/kinds';
import { KindIcon } from '../shared/kit/EntityLink';
import { graphqlQuery } from '../shared/queries';
import { parseRef } from '../shared/ref';
import { useTravel } from '../shared/travel';
import styles from './Palette.module.css';
import { useCommands, useNav } from './plugin';

const paletteQuery = (search: string, at: string | undefined) =>
  graphqlQuery(['entities', 'palette'], PaletteDocument, { search, at });

/** `Ctrl K`: pages of the portal, entities of the catalog and what plugins can do, by name. */
export function Palette() {
  const nav = useNav();
  const go = useAddress();
  const at = useInstant();
  const navigate = useNavigate();
  const travel = useTravel();
  const [text, setText] = useState('');
  const [search] = useDebouncedValue(text.trim(), 150);
  const query = useQuery({ ...paletteQuery(search, at), enabled: search !== '', placeholderData: keepPreviousData });

  const pages = nav.filter((item) => item.label.toLowerCase().includes(text.trim().toLowerCase()));
  const commands = useCommands().filter(({ title }) => title.toLowerCase().includes(text.trim().toLowerCase()));
  const entities = search === '' ? [] : (query.data?.entities.nodes ?? []);
  const total = query.data?.entities.totalCount ?? 0;
  const instant = readInstant(text);
  const toNow = at !== undefined && 'back to now'.startsWith(text.trim().toLowerCase());

  return (
    <Spotlight.Root
      query={text}
      onQueryChange={setText}
      shortcut={['mod + K']}
      clearQueryOnClose
      scrollable
      maxHeight={440}
      overlayProps={{ blur: 0, backgroundOpacity: 0.4 }}
      classNames={{ actionsGroup: styles.group as string, actionDescription: styles.description as string }}
      attributes={{ content: { 'aria-label': 'Search' } }}
    >
      <Spotlight.Search
        placeholder="Search the catalog and the pages"
        aria-label="Search the catalog and the pages"
        leftSection={<IconSearch size={16} />}
      />
      <Spotlight.ActionsList>
        {entities.length > 0 && (
          <Spotlight.ActionsGroup label="Catalog">
            {entities.map((entity) => (
              <Spotlight.Action
                key={entity.ref}
                label={entity.title}
                description={entity.description ?? entity.ref}
                leftSection={<KindIcon kind={parseRef(entity.ref).kind} size={18} />}
                onClick={() => navigate(entityLink(entity.ref))}
              />
            ))}
            {total > entities.length && (
              <Spotlight.Action
                label={`All ${total} results`}
                leftSection={<IconSearch size={18} />}
                onClick={() => navigate({ to: '/catalog', search: { q: search } })}
              />
            )}
          </Spotlight.ActionsGroup>
        )}
        {(instant !== undefined || toNow) && (
          <Spotlight.ActionsGroup label="Time">
            {instant !== undefined && (
              <Spotlight.Action
                label={`See it as of ${describeInstant(instant)}`}
                leftSection={<IconHistory size={18} stroke={1.6} />}
                onClick={() => travel(instant)}
              />
            )}
            {toNow && (
              <Spotlight.Action
                label="Back to now"
                leftSection={<IconHistory size={18} stroke={1.6} />}
                onClick={() => travel(undefined)}
              />
            )}
          </Spotlight.ActionsGroup>
        )}
        {pages.length > 0 && (
          <Spotlight.ActionsGroup label="Pages">
            {pages.map(({ label, to, icon: Icon }) => (
              <Spotlight.Action
                key={to}
                label={label}
                leftSection={<Icon size={18} stroke={1.6} />}
                onClick={() => navigate({ to })}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {commands.length > 0 && (
          <Spotlight.ActionsGroup label="Actions">
            {commands.map(({ id, title, run }) => (
              <Spotlight.Action
                key={id}
                label={title}
                leftSection={<IconBolt size={18} stroke={1.6} />}
                onClick={() => run(go)}
              />
            ))}
          </Spotlight.ActionsGroup>
        )}
        {entities.length === 0 && pages.length === 0 && commands.length === 0 && instant === undefined && !toNow && (
          <Spotlight.Empty>
            {query.isError
              ? `The search failed: ${query.error.message}`
              : query.isFetching
                ? 'Searching'
                : 'Nothing matches.'}
          </Spotlight.Empty>
        )}
      </Spotlight.ActionsList>
    </Spotlight.Root>
  );
}
