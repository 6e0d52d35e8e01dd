import { useQuery } from '@tanstack/react-query';
import { DeclaredKindsDocument } from '../generated/documents';
import { useInstant } from './instant';
import { graphqlQuery } from './queries';

/** What the catalog declared of a kind that is data, at the instant the page looks at; undefined for any other. */
export function useDeclaredKind(kind: string, type?: string | null) {
  const at = useInstant();
  const { data } = useQuery(graphqlQuery(['entities', 'kinds'], DeclaredKindsDocument, { at }));
  const same = data?.kinds.filter((each) => each.name.toLowerCase() === kind.toLowerCase()) ?? [];
  return same.find((each) => each.type !== null && each.type === type) ?? same.find((each) => each.type === null);
}
