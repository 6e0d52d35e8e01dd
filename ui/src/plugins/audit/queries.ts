import { AuditDocument, AuditExportDocument, StoreCheckDocument } from '../../generated/documents';
import { graphqlQuery } from '../../shared/queries';
import type { AuditSearch } from './plugin';

/** Anchors make no event, so no live message tells of them. */
export const auditQuery = { ...graphqlQuery(['operations', 'audit'], AuditDocument, {}), refetchInterval: 10_000 };

export const exportQuery = ({ from, to, scope }: AuditSearch) =>
  graphqlQuery(['events', 'export'], AuditExportDocument, { from, to, scope });

export const checkQuery = { ...graphqlQuery(['operations', 'store check'], StoreCheckDocument, {}), staleTime: 0 };

/** Where the export of this range and scope is downloaded. */
export function exportAddress({ from, to, scope }: AuditSearch, format: 'jsonl' | 'csv'): string {
  const given = Object.entries({ from, to, scope, format }).filter((each): each is [string, string] =>
    Boolean(each[1]),
  );
  return `/api/export?${new URLSearchParams(given)}`;
}
