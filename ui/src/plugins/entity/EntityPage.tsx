import { Tabs } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type ComponentType, lazy, Suspense, useEffect } from 'react';
import { useDeclaredKind } from '../../shared/declaredKinds';
import { useInstant } from '../../shared/instant';
import { Answer, Waiting } from '../../shared/kit/Answer';
import { Page } from '../../shared/kit/Page';
import { formatRef, parseRef } from '../../shared/ref';
import { type EntityTab, type PageEntity, useTabs } from '../../shell/plugin';
import styles from './EntityPage.module.css';
import { Head } from './Head';
import { MissingEntity } from './MissingEntity';
import { entityPage } from './queries';
import { RenamedNote } from './RenamedNote';

const loaded = new Map<string, ComponentType<{ entity: PageEntity }>>();

/** The component of a tab, loaded when it is first shown and kept. */
function contentOf(tab: EntityTab): ComponentType<{ entity: PageEntity }> {
  const content = loaded.get(tab.id) ?? lazy(tab.load);
  loaded.set(tab.id, content);
  return content;
}

export default function EntityPage() {
  const ref = formatRef(useParams({ from: '/catalog/$kind/$namespace/$name' }));
  const at = useInstant();
  const query = useQuery(entityPage(ref, at));
  const title = query.data?.entity?.title ?? ref;
  useRedirect(ref, query.data?.entity?.ref);
  return (
    <Page title={title} heading={null}>
      <Answer query={query} what={`The entity ${ref}`} lines={8}>
        {({ entity }) => (entity ? <Found entity={entity} /> : <MissingEntity entityRef={ref} />)}
      </Answer>
    </Page>
  );
}

/** The tabs that the entity's kind asks for, in its order; all where it asks for none that exist. */
export function laidOut<T extends { id: string }>(
  tabs: readonly T[],
  layout: readonly string[] | null | undefined,
): readonly T[] {
  const chosen = layout?.flatMap((id) => tabs.filter((tab) => tab.id === id)) ?? [];
  return chosen.length > 0 ? chosen : tabs;
}

/** A name that was given up leads to the page of the entity that had it, which says so. */
function useRedirect(asked: string, found: string | undefined) {
  const navigate = useNavigate();
  useEffect(() => {
    if (found !== undefined && found !== asked) {
      void navigate({
        to: '/catalog/$kind/$namespace/$name',
        params: parseRef(found),
        search: (before) => ({ ...before, was: asked }),
        replace: true,
      });
    }
  }, [asked, found, navigate]);
}

function Found({ entity }: { entity: PageEntity }) {
  const search = useSearch({ from: '/catalog/$kind/$namespace/$name' });
  const navigate = useNavigate();
  const layout = useDeclaredKind(entity.kind, entity.type)?.tabs;
  const tabs = laidOut(
    useTabs().filter((tab) => tab.appliesTo(entity)),
    layout,
  );
  const current = tabs.find((tab) => tab.id === search.tab) ?? tabs[0];
  return (
    <>
      <RenamedNote entity={entity} asked={search.was} />
      <Head entity={entity} />
      <Tabs
        value={current?.id ?? null}
        keepMounted={false}
        onChange={(tab) =>
          navigate({
            to: '.',
            resetScroll: false,
            search: (before) => ({
              at: before.at,
              was: before.was,
              tab: tab === tabs[0]?.id ? undefined : (tab ?? undefined),
            }),
          })
        }
        classNames={{ list: styles.tabs as string, panel: styles.content as string, tab: styles.tab as string }}
      >
        <Tabs.List aria-label={`About ${entity.title}`}>
          {tabs.map((tab) => (
            <Tabs.Tab key={tab.id} value={tab.id}>
              {tab.title}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {tabs.map((tab) => {
          const Content = contentOf(tab);
          return (
            <Tabs.Panel key={tab.id} value={tab.id}>
              {tab === current && (
                <Suspense fallback={<Waiting lines={8} />}>
                  <Content key={entity.ref} entity={entity} />
                </Suspense>
              )}
            </Tabs.Panel>
          );
        })}
      </Tabs>
    </>
  );
}
