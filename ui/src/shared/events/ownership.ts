import type { OwnershipChangeKind, OwnershipState } from '../../generated/documents';
import { shortRef } from '../ref';

/** What began a span of ownership, as a sentence without its full stop. */
export const beginnings: Record<OwnershipChangeKind, string> = {
  REGISTERED: 'Registered in the catalog',
  OWNER_CHANGED: 'Another owner was declared',
  OWNER_RENAMED: 'The owner has another name',
  OWNER_MERGED: 'The owner goes on as part of another',
  OWNER_MOVED: 'The owner belongs to another parent',
  OWNER_REMOVED: 'The owner left the catalog',
  OWNER_RESTORED: 'The owner is in the catalog again',
  ENTITY_REMOVED: 'Removed from the catalog',
  ENTITY_RESTORED: 'Declared again after it was gone',
};

export interface Holding {
  state: OwnershipState;
  ownerRef?: string | null | undefined;
  ownerTitle?: string | null | undefined;
}

/** Who owned something, by the name of then; what kept it from being owned, where nobody did. */
export function holder({ state, ownerRef, ownerTitle }: Holding): string {
  if (state === 'OWNED') return ownerTitle ?? shortRef(ownerRef ?? '');
  if (state === 'UNOWNED') return 'no owner';
  return state === 'ABSENT' ? 'not in the catalog' : `${shortRef(ownerRef ?? '')} (not in the catalog)`;
}
