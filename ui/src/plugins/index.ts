import type { Plugin } from '../shell/plugin';
import { audit } from './audit/plugin';
import { catalog } from './catalog/plugin';
import { delivery } from './delivery/plugin';
import { differences } from './differences/plugin';
import { entity } from './entity/plugin';
import { events } from './events/plugin';
import { facts } from './facts/plugin';
import { gallery } from './gallery/plugin';
import { graphiql } from './graphiql/plugin';
import { home } from './home/plugin';
import { operations } from './operations/plugin';
import { sources } from './sources/plugin';
import { teams } from './teams/plugin';

/** Every feature of the portal, in the order of the side bar and of the tabs. A new one is its folder and its line here and below. */
export const plugins: readonly Plugin[] = [
  home,
  catalog,
  entity,
  facts,
  delivery,
  teams,
  sources,
  events,
  differences,
  audit,
  operations,
  graphiql,
  gallery,
];

/** Apart from the list above, so that each route keeps its own type and a link to a page that is not there fails to compile. */
export const routes = [
  ...home.routes,
  ...catalog.routes,
  ...entity.routes,
  ...teams.routes,
  ...sources.routes,
  ...events.routes,
  ...audit.routes,
  ...differences.routes,
  ...operations.routes,
  ...graphiql.routes,
  ...gallery.routes,
] as const;
