import type { Icon } from '@tabler/icons-react';
import type { AnyRoute } from '@tanstack/react-router';
import { type ComponentType, createContext, useContext } from 'react';
import type { EntityHeadFragment } from '../generated/documents';

/** What decides whether a card or a tab shows, and what it is given. */
export type PageEntity = EntityHeadFragment;

/** A page in the side bar. */
export interface NavItem {
  label: string;
  /** The path of one of the routes. Not the router's own type for paths: that is made from the plugins. */
  to: string;
  icon: Icon;
  /** Beginning of further paths that belong to it. */
  covers?: string;
  /** The key after `g`; installed plugins have none. */
  key?: string;
}

/** A panel on an entity's overview; it loads and fails alone. */
export interface EntityCard {
  id: string;
  appliesTo: (entity: PageEntity) => boolean;
  load: () => Promise<{ default: ComponentType<{ entity: PageEntity }> }>;
}

/** A tab of the entity page; its id stands in the address. */
export interface EntityTab extends EntityCard {
  title: string;
}

/** A panel of the home page. */
export interface HomeCard {
  id: string;
  load: () => Promise<{ default: ComponentType<object> }>;
}

/** Something to do, in the palette. */
export interface Command {
  id: string;
  title: string;
  run: (navigate: (address: string) => void) => Promise<void>;
}

/** A feature of the portal: pages, their entries in the side bar, and what it adds to entity pages. */
export interface Plugin {
  id: string;
  routes: readonly AnyRoute[];
  nav?: readonly NavItem[];
  cards?: readonly EntityCard[];
  tabs?: readonly EntityTab[];
  homeCards?: readonly HomeCard[];
  commands?: readonly Command[];
}

const Plugins = createContext<readonly Plugin[]>([]);
export const PluginsProvider = Plugins.Provider;

export const useNav = () => useContext(Plugins).flatMap((plugin) => plugin.nav ?? []);
export const useTabs = () => useContext(Plugins).flatMap((plugin) => plugin.tabs ?? []);
export const useCards = () => useContext(Plugins).flatMap((plugin) => plugin.cards ?? []);
export const useHomeCards = () => useContext(Plugins).flatMap((plugin) => plugin.homeCards ?? []);
export const useCommands = () => useContext(Plugins).flatMap((plugin) => plugin.commands ?? []);
