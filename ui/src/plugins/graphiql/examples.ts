import type { Draft } from './draft';

export interface Example extends Draft {
  title: string;
  /** What one learns from it, in a line. */
  about: string;
}

const example = (title: string, about: string, query: string, variables?: object): Example => ({
  title,
  about,
  query: `${query.trim()}\n`,
  variables: variables ? JSON.stringify(variables, null, 2) : '',
});

/** Questions the demo organisation can answer. */
export const examples: readonly [Example, ...Example[]] = [
  example(
    'Who owns it now, and who did then',
    'Two aliases of one field look at two instants',
    `
query OwnerNowAndThen($ref: EntityRef!, $before: Instant!) {
  now: entity(ref: $ref) {
    title
    owner { ref title }
  }
  then: entity(ref: $ref, at: $before) {
    title
    owner { ref title }
  }
}`,
    { ref: 'component:default/returns', before: '2026-06-01T00:00:00Z' },
  ),
  example(
    'Every owner it has had',
    'From when until when, by which commit',
    `
query OwnershipTimeline($ref: EntityRef!) {
  entity(ref: $ref) {
    title
    ownershipTimeline {
      ownerRef
      from
      to
      cause { actor commit path line }
    }
  }
}`,
    { ref: 'component:default/returns' },
  ),
  example(
    'Why it is as it is',
    'The last events of an entity, each with author, commit, file and line',
    `
query Why($ref: EntityRef!) {
  entity(ref: $ref) {
    title
    version
    history(last: 5) {
      totalCount
      nodes {
        position
        type
        effectiveAt
        cause { actor commit path line }
        data
      }
    }
  }
}`,
    { ref: 'component:default/checkout' },
  ),
  example(
    'What changed in a month',
    'Differences between two instants, field by field',
    `
query ChangesBetween($from: Instant!, $to: Instant!) {
  diff(from: $from, to: $to, first: 20) {
    totalCount
    nodes {
      kind
      ref
      fields { path before after }
      events { position effectiveAt cause { actor } }
    }
  }
}`,
    { from: '2026-10-01T00:00:00Z', to: '2026-11-01T00:00:00Z' },
  ),
  example(
    'How many of each',
    'Counts of the values at any path',
    `
query Counts($paths: [String!]!) {
  facets(paths: $paths) {
    path
    values { value count }
  }
}`,
    { paths: ['kind', 'spec.lifecycle', 'relations.ownedBy'] },
  ),
  example(
    'What a team owns',
    'Its sub-teams included, in the order of a path',
    `
query OwnedBy($owner: [EntityRef!]) {
  entities(
    where: { owner: $owner, ownerDescendants: true }
    orderBy: [{ path: "spec.lifecycle", direction: ASC }]
    first: 20
  ) {
    totalCount
    nodes { ref kind lifecycle ownerRef }
    pageInfo { hasNextPage endCursor }
  }
}`,
    { owner: ['group:default/commerce'] },
  ),
  example(
    'Search and look around',
    'Forgives typing errors; relations of what was found',
    `
query Search($text: String!) {
  entities(search: $text, first: 5) {
    totalCount
    nodes {
      ref
      description
      relations(first: 10) {
        nodes { type target { ref title } }
      }
    }
  }
}`,
    { text: 'chekout' },
  ),
  example(
    'What is wrong, and at which line',
    'Problems of the sources and of entities',
    `
query Problems {
  sources {
    target
    entityCount
    problems { severity message file line column rule }
  }
  entities(where: { hasProblems: true }) {
    nodes {
      ref
      problems { severity message path rule }
    }
  }
}`,
  ),
  example(
    'Is everything read',
    'The end of the log and how far each read model is',
    `
query ReadModels {
  position
  readModels { name position lag lagSeconds status }
}`,
  ),
  example(
    'Follow the log',
    'A subscription: hand-overs from the first event on, then each new one as it comes',
    `
subscription HandOvers($from: Position) {
  events(from: $from, where: { types: ["owner-changed"] }) {
    position
    entityRef
    effectiveAt
    data
    cause { actor commit }
  }
}`,
    { from: '0' },
  ),
];
