import { type ComponentType, lazy, Suspense, useState } from 'react';
import type { Entity } from '../../../sdk';
import { CurrentEntity } from '../../sdk/entity';
import { Waiting } from '../../shared/kit/Answer';
import { Box } from './Box';
import type { Extension, Manifest } from './installed';
import { load } from './load';

type Content = ComponentType<{ entity?: Entity | undefined }>;

const contents = new Map<string, ComponentType<{ entity?: Entity | undefined }>>();

const keyOf = (plugin: Manifest, extension: Extension) => `${plugin.id}@${plugin.version}/${extension.id}`;

/** The component of an extension, loaded when it is first shown and kept for as long as that version serves. */
function contentOf(plugin: Manifest, extension: Extension): Content {
  const key = keyOf(plugin, extension);
  const known = contents.get(key);
  if (known) return known;
  const content = lazy(async () => {
    const component = (await load(plugin)).components?.[extension.id];
    if (!component)
      throw new Error(
        `${plugin.entry} gives definePlugin no component "${extension.id}", which its plugin.json promises.`,
      );
    return { default: component as Content };
  });
  contents.set(key, content);
  return content;
}

/** Shows a page, tab or card of a plugin. Another version takes its place as soon as it serves. */
export function ExtensionBox(props: { plugin: Manifest; extension: Extension; entity?: Entity; lines?: number }) {
  const { plugin, extension, entity } = props;
  const [attempt, setAttempt] = useState(0);
  const Content = contentOf(plugin, extension);
  return (
    <Box
      key={`${keyOf(plugin, extension)} ${entity?.ref}`}
      plugin={plugin}
      title={extension.title}
      isPage={extension.type === 'page'}
      retry={() => {
        contents.delete(keyOf(plugin, extension));
        setAttempt(attempt + 1);
      }}
    >
      <CurrentEntity value={entity}>
        <Suspense fallback={<Waiting lines={props.lines ?? 4} />}>
          <Content entity={entity} />
        </Suspense>
      </CurrentEntity>
    </Box>
  );
}
