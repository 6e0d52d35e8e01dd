import {
  IconBox,
  IconBuildingCommunity,
  IconDatabase,
  IconHexagons,
  IconMapPin,
  IconPlugConnected,
  IconShape,
  IconTemplate,
  IconUser,
  IconUsersGroup,
} from '@tabler/icons-react';
import { parseRef } from './ref';

const looks = {
  component: { icon: IconBox, colour: 'var(--cat-1)', many: 'Components' },
  api: { icon: IconPlugConnected, colour: 'var(--cat-3)', many: 'APIs' },
  resource: { icon: IconDatabase, colour: 'var(--cat-2)', many: 'Resources' },
  system: { icon: IconHexagons, colour: 'var(--cat-7)', many: 'Systems' },
  domain: { icon: IconBuildingCommunity, colour: 'var(--cat-4)', many: 'Domains' },
  group: { icon: IconUsersGroup, colour: 'var(--cat-5)', many: 'Groups' },
  user: { icon: IconUser, colour: 'var(--cat-6)', many: 'Users' },
  location: { icon: IconMapPin, colour: 'var(--ink-3)', many: 'Locations' },
  template: { icon: IconTemplate, colour: 'var(--cat-8)', many: 'Templates' },
};

/** The kinds in the order a reader looks for them. */
export const kindOrder = Object.keys(looks);

export const isBuiltIn = (kind: string) => Object.hasOwn(looks, kind.toLowerCase());

const one: Record<string, string> = { api: 'API' };

/** Icon, colour and plural of a kind; a custom kind has a neutral mark and its own name. */
export function kindLook(kind: string) {
  const key = kind.toLowerCase();
  return looks[key as keyof typeof looks] ?? { icon: IconShape, colour: 'var(--ink-3)', many: `${kind}s` };
}

export const kindName = (kind: string) => one[kind.toLowerCase()] ?? kind.charAt(0).toUpperCase() + kind.slice(1);

/** People, teams and places have no owner; saying so of each would only be noise. */
export const isOwnable = (kind: string) => !['group', 'user', 'location'].includes(kind.toLowerCase());

/** The address of an entity's page: a group has its team page, everything else its entity page. */
export function entityLink(ref: string) {
  const { kind, namespace, name } = parseRef(ref);
  return kind.toLowerCase() === 'group'
    ? ({ to: '/team/$namespace/$name', params: { namespace, name } } as const)
    : ({ to: '/catalog/$kind/$namespace/$name', params: { kind, namespace, name } } as const);
}

/** Whether it is built and run, or stands for what is: not people, places and templates. */
export const runs = ({ kind }: { kind: string }) =>
  !['group', 'user', 'location', 'template'].includes(kind.toLowerCase());
