/**
 * What a plugin of an EventCatalog portal may rely on, version 1.0. Everything here stays as it is as long as the version begins with 1.
 * The code comes from the portal while it runs, as do `react`, `react/jsx-runtime`, `react-dom`, `react-dom/client` and
 * `@tanstack/react-query`: a plugin names them in its imports and never bundles them.
 */
import type { ComponentType, ReactElement, ReactNode } from 'react';

/** The version of this SDK that the portal brings, such as `1.0.0`. */
export const version: string;

/** The entity that a tab or a card stands on. */
export interface Entity {
  /** `component:default/cart` */
  ref: string;
  kind: string;
  namespace: string;
  name: string;
  title: string;
  description?: string | null;
  /** `spec.type` */
  type?: string | null;
  lifecycle?: string | null;
  tags: readonly string[];
  labels: Readonly<Record<string, string>>;
  annotations: Readonly<Record<string, string>>;
  links: readonly { url: string; title?: string | null }[];
  /** The owner as it is written, be it in the catalog or not. */
  ownerRef?: string | null;
}

/** What a command may do. */
export interface CommandContext {
  /** Goes to a page of the portal, such as `/catalog?kind=API`. */
  navigate: (address: string) => void;
}

export interface Plugin {
  /** The component of each page, tab and card by the id it has in `plugin.json`. Tabs and entity cards are given the entity. */
  // biome-ignore lint/suspicious/noExplicitAny: a component that takes less than it is given fits, too
  components?: Record<string, ComponentType<any>>;
  /** What each command does, by its id. What it throws is shown to the reader. */
  commands?: Record<string, (context: CommandContext) => void | Promise<void>>;
}

/** Says what a plugin is made of; the default export of its entry module. */
export function definePlugin(plugin: Plugin): Plugin;

export interface Query<T> {
  /** Undefined until the first answer; kept while it is asked again. */
  data: T | undefined;
  /** Why the last attempt failed. */
  error: Error | null;
  isPending: boolean;
  isError: boolean;
  refetch: () => unknown;
}

/**
 * Asks the catalog's GraphQL API (`/graphiql` shows its schema), again when something in the catalog changes. A query that takes
 * `$at` and is given it is answered at that instant.
 */
// biome-ignore lint/suspicious/noExplicitAny: who writes no type for the answer takes it as it comes
export function useQuery<T = any>(query: string, variables?: Record<string, unknown>): Query<T>;

/** The entity of the page this stands on; throws on a page without one. */
export function useEntity(): Entity;

/** The instant the reader looks at, a time or a position such as `@1234`; undefined for now. Give it to queries as `at`. */
export function useInstant(): string | undefined;

/** Gives a function that goes to a page of the portal. */
export function useNavigate(): (address: string) => void;

/** A page: its heading, a sentence about it, its body. */
export function Page(props: { title: string; lead?: ReactNode; children?: ReactNode }): ReactElement;

/** A bordered part with a heading; every card is one. */
export function Panel(props: { title: string; note?: ReactNode; children?: ReactNode }): ReactElement;

/** What came of a query: a quiet sign while it loads, why it failed with a way to try again, else what `children` make of the data. */
export function Answer<T>(props: { query: Query<T>; what: string; children: (data: T) => ReactNode }): ReactElement;

export interface Column<Row> {
  title: string;
  /** What is sorted by, and shown where there is no `cell`. */
  value: (row: Row) => string | number | null | undefined;
  cell?: (row: Row) => ReactNode;
}

/** A table whose columns sort. Numbers stand at the right. */
export function DataTable<Row>(props: {
  /** For those who hear the table. */
  label: string;
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  columns: readonly Column<Row>[];
  /** Instead of a table without rows. */
  empty?: string;
}): ReactElement;

/** One bar for each value, the longest the largest; 12 bars at most are good to read. */
export function BarChart(props: {
  label: string;
  data: readonly { label: string; value: number }[];
  /** How a value is written; as a plain number without it. */
  format?: (value: number) => string;
}): ReactElement;

/** A line over time or any other order, with its first, last, least and largest value in words. */
export function LineChart(props: {
  label: string;
  data: readonly { label: string; value: number }[];
  format?: (value: number) => string;
}): ReactElement;

/** An entity by its icon and title, linked to its page. */
export function EntityLink(props: { entityRef: string; title?: string }): ReactElement;

/** A link to a page of the portal, which is not loaded anew; addresses elsewhere open as usual. */
export function Link(props: { to: string; children?: ReactNode }): ReactElement;

/** How long ago a time is; the whole of it on hover. */
export function When(props: { at: string }): ReactElement;

/** Says that there is nothing, and what can be done about it. */
export function EmptyState(props: { title: string; children?: ReactNode }): ReactElement;

/** Says what failed and why, with a way to try again. */
export function ErrorState(props: { what: string; error: Error; retry?: () => unknown }): ReactElement;
