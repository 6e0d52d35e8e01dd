import { createContext, useContext } from 'react';
import type { Entity } from '../../sdk';

/** The entity whose page a plugin's tab or card stands on. */
export const CurrentEntity = createContext<Entity | undefined>(undefined);

export function useEntity(): Entity {
  const entity = useContext(CurrentEntity);
  if (!entity) throw new Error('useEntity needs a tab or a card of an entity; a page has none.');
  return entity;
}
