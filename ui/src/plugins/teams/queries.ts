import {
  OwnerProblemsDocument,
  OwnersAtDocument,
  PersonDocument,
  TeamDocument,
  TeamOwnershipDocument,
  TeamOwnsDocument,
  TeamStaleDocument,
  TeamsDocument,
} from '../../generated/documents';
import { graphqlQuery } from '../../shared/queries';

type At = string | undefined;

export const teams = (at: At) => graphqlQuery(['entities', 'teams'], TeamsDocument, { at });

export const ownerProblems = (at: At) => graphqlQuery(['entities', 'owner problems'], OwnerProblemsDocument, { at });

/** The instant is part of the question, so the answer to it never changes but for who owns it now. */
export const ownersAt = (instant: string, refs: readonly string[], systems: readonly string[]) =>
  graphqlQuery(['entities', 'owners at'], OwnersAtDocument, { instant, refs: [...refs], systems: [...systems] });

export const team = (ref: string, at: At) => graphqlQuery(['team', ref, 'head'], TeamDocument, { ref, at });

export const teamOwns = (ref: string, descendants: boolean, at: At) =>
  graphqlQuery(['team', ref, 'owns'], TeamOwnsDocument, { ref, descendants, at });

export const teamOwnership = (ref: string, at: At) =>
  graphqlQuery(['team', ref, 'ownership'], TeamOwnershipDocument, { ref, at });

export const teamStale = (ref: string) => graphqlQuery(['entities', 'stale', ref], TeamStaleDocument, { ref });

export const person = (ref: string, at: At) => graphqlQuery(['entity', ref, 'person'], PersonDocument, { ref, at });
