import {
  OwnerProblemsDocument,
  PersonDocument,
  TeamDocument,
  TeamOwnershipDocument,
  TeamOwnsDocument,
  TeamsDocument,
} from '../../generated/documents';
import { graphqlQuery } from '../../shared/queries';

type At = string | undefined;

export const teams = (at: At) => graphqlQuery(['entities', 'teams'], TeamsDocument, { at });

export const ownerProblems = (at: At) => graphqlQuery(['entities', 'owner problems'], OwnerProblemsDocument, { at });

export const team = (ref: string, at: At) => graphqlQuery(['team', ref, 'head'], TeamDocument, { ref, at });

export const teamOwns = (ref: string, descendants: boolean, at: At) =>
  graphqlQuery(['team', ref, 'owns'], TeamOwnsDocument, { ref, descendants, at });

export const teamOwnership = (ref: string, at: At) =>
  graphqlQuery(['team', ref, 'ownership'], TeamOwnershipDocument, { ref, at });

export const person = (ref: string, at: At) => graphqlQuery(['entity', ref, 'person'], PersonDocument, { ref, at });
