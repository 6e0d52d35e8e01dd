import { useQuery } from '@tanstack/react-query';
import { buildClientSchema, type IntrospectionQuery } from 'graphql';
import { ApiSchemaDocument } from '../../generated/documents';
import { graphqlQuery } from '../../shared/queries';

const apiSchema = {
  ...graphqlQuery(['portal', 'schema'], ApiSchemaDocument, {}),
  // The cache holds what the server said; the graph made of it is for the page.
  select: (answer: object) => buildClientSchema(answer as IntrospectionQuery),
  staleTime: Number.POSITIVE_INFINITY,
  structuralSharing: false,
} as const;

/** The live schema. It is read by id as the pages' other documents are, so also where free documents are off. */
export const useSchema = () => useQuery(apiSchema);
