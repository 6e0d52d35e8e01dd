import { shortRef } from '../ref';

/** One changed path of a descriptor, as `descriptor-changed` carries it: the path is a JSON pointer (RFC 6901). */
export interface PathChange {
  path: string;
  from?: unknown;
  to?: unknown;
}

const asRecord = (data: unknown): Record<string, unknown> =>
  typeof data === 'object' && data !== null ? (data as Record<string, unknown>) : {};

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);

/** `/metadata/annotations/acme.com~1pager` as `metadata.annotations.acme.com/pager`. */
export const readablePath = (pointer: string) =>
  pointer.replace(/^\//, '').replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');

/** "description, tags and 2 more": the paths without the wrapping everyone knows. */
function paths(changes: readonly PathChange[]): string {
  const names = changes.map((change) => readablePath(change.path).replace(/^(metadata|spec)\./, ''));
  if (names.length <= 3) return names.join(', ');
  return `${names.slice(0, 2).join(', ')} and ${names.length - 2} more`;
}

export function changesOf(data: unknown): PathChange[] {
  const { changes } = asRecord(data);
  return Array.isArray(changes)
    ? changes.filter((each): each is PathChange => typeof asRecord(each).path === 'string')
    : [];
}

const fromTo = (what: string, data: Record<string, unknown>, show: (value: string) => string): string => {
  const [from, to] = [text(data.from), text(data.to)];
  if (from && to) return `${what} changed from ${show(from)} to ${show(to)}`;
  if (to) return `${what} set to ${show(to)}`;
  return from ? `${what} ${show(from)} removed` : `${what} changed`;
};

const withReason = (sentence: string, reason: unknown) => (text(reason) ? `${sentence}: ${text(reason)}` : sentence);

const asIs = (value: string) => value;

const sentences: Record<string, (data: Record<string, unknown>) => string> = {
  'entity-registered': () => 'Registered in the catalog',
  'owner-changed': (data) => fromTo('Owner', data, shortRef),
  'lifecycle-changed': (data) => fromTo('Lifecycle', data, asIs),
  'descriptor-changed': (data) => {
    const changes = changesOf(data);
    return changes.length === 0 ? 'Descriptor changed' : `Changed ${paths(changes)}`;
  },
  'entity-moved': () => 'Moved to another file',
  'entity-orphaned': (data) => withReason('No source declares it any more', data.reason),
  'entity-restored': () => 'Declared again after it was gone',
  'entity-removed': (data) => withReason('Removed from the catalog', data.reason),
  'entity-contested': (data) =>
    withReason('Another source declares it, too, and waits', asRecord(data.location).target),
  'contest-ended': (data) => withReason('The other source no longer waits', data.reason),
  'entity-renamed-from': (data) => `Renamed from ${shortRef(text(data.from) ?? '')}`,
  'entity-renamed': (data) => `Renamed to ${shortRef(text(data.to) ?? '')}`,
  'past-version-found': (data) =>
    data.descriptor === undefined || data.descriptor === null
      ? 'Found in its history: it was not there from then on'
      : 'Found in its history: what it was from then on',
  'gate-decided': (data) =>
    withReason(
      `${text(data.gate) ?? 'Gate'}: ${text(data.verdict) ?? ''}`,
      Array.isArray(data.reasons) ? data.reasons[0] : undefined,
    ),
  'descriptor-rejected': (data) => withReason('Descriptor refused', asRecord(data.problem).message),
  'rejection-resolved': () => 'The refused descriptor is sound again',
  'source-registered': (data) => withReason('Source registered', data.target),
  'source-withdrawn': (data) => withReason('Source withdrawn', data.reason),
  'source-unreachable': (data) => withReason('Source could not be reached', data.reason),
  'source-reachable': () => 'Source can be reached again',
  'disappearance-held': (data) => withReason('Much is gone at once; nothing was removed', data.reason),
  'disappearance-approved': () => 'What is gone may go, as someone said',
  'disappearance-kept': () => 'What is gone stays, as someone said',
  'disappearance-ended': () => 'What was gone is declared again, or removed',
};

/** The event types this portal has words for, in the order of an entity's life. */
export const knownTypes = Object.keys(sentences);

/** What an event says, as a sentence without its full stop. A type nobody wrote words for keeps its own name. */
export const eventSentence = (event: { type: string; data: unknown }): string =>
  sentences[event.type]?.(asRecord(event.data)) ?? event.type;
