import type { Entity } from '../../../sdk';
import { iconNamed } from '../../shared/kindIcons';
import type { PageEntity, Plugin } from '../plugin';
import { ExtensionBox } from './ExtensionBox';
import { noteFault } from './faults';
import { type Condition, type Extension, type Installed, type Manifest, pageAddress } from './installed';
import { load } from './load';
import { sdkFault } from './sdkRange';
import { useServing } from './serving';

const isIn = (allowed: readonly string[] | null | undefined, value: string | null | undefined) =>
  !allowed || (!!value && allowed.some((each) => each.toLowerCase() === value.toLowerCase()));

/** Whether a tab or a card shows on an entity's page: decided by data, so that nothing of the plugin is loaded for it. */
export function holds(when: Condition | null | undefined, entity: Pick<PageEntity, 'kind' | 'type' | 'annotations'>) {
  const annotations = (entity.annotations ?? {}) as Record<string, string>;
  return (
    isIn(when?.kinds, entity.kind) &&
    isIn(when?.types, entity.type) &&
    (!when?.annotation || Object.hasOwn(annotations, when.annotation))
  );
}

/** The entity as the SDK promises it. */
const entityOf = (entity: PageEntity): Entity => ({
  ...entity,
  labels: (entity.labels ?? {}) as Record<string, string>,
  annotations: (entity.annotations ?? {}) as Record<string, string>,
});

/** A component that shows whichever version serves when it is rendered: the portal keeps it for as long as the page is open. */
const contentOf = (plugin: string, id: string) =>
  function Content({ entity }: { entity?: PageEntity }) {
    const serving = useServing(plugin);
    const extension = serving?.extensions.find((each) => each.id === id);
    if (!serving || !extension) return null;
    return <ExtensionBox plugin={serving} extension={extension} {...(entity && { entity: entityOf(entity) })} />;
  };

/** What an installed plugin adds, in the words of the built-in ones; nothing while it is switched off or cannot run here. */
export function asPlugin({ manifest, enabled }: Installed): Plugin {
  if (!enabled || sdkFault(manifest.sdk)) return { id: manifest.id, routes: [] };
  const of = (type: Extension['type']) => manifest.extensions.filter((extension) => extension.type === type);
  const part = (extension: Extension) => ({
    id: `${manifest.id}.${extension.id}`,
    title: extension.title,
    appliesTo: (entity: PageEntity) => holds(extension.when, entity),
    load: async () => ({ default: contentOf(manifest.id, extension.id) }),
  });
  return {
    id: manifest.id,
    routes: [],
    nav: of('page').map((page) => ({
      label: page.title,
      to: pageAddress(manifest.id, page),
      icon: iconNamed(page.icon),
    })),
    tabs: of('entity-tab').map(part),
    cards: of('entity-card').map(part),
    homeCards: of('home-card').map(part),
    commands: of('command').map((command) => ({
      id: `${manifest.id}.${command.id}`,
      title: command.title,
      run: (navigate) => run(manifest, command, navigate),
    })),
  };
}

/** A command that fails leads to the page that says so. */
async function run(manifest: Manifest, command: Extension, navigate: (address: string) => void) {
  try {
    const act = (await load(manifest)).commands?.[command.id];
    if (!act) throw new Error(`${manifest.entry} gives definePlugin no command "${command.id}".`);
    await act({ navigate });
  } catch (error) {
    noteFault(manifest, `${command.title}: ${error instanceof Error ? error.message : String(error)}`);
    navigate(`/plugins#${manifest.id}`);
  }
}
