import { Link as RouterLink, useNavigate as useRouterNavigate } from '@tanstack/react-router';
import { type ReactNode, useCallback } from 'react';
import { parseSearch } from '../shared/search';

/** An address as the router takes it; a plugin cannot know the portal's typed routes, so to it they are text. */
function target(address: string) {
  const { pathname, search, hash } = new URL(address, window.location.origin);
  return { to: pathname, search: parseSearch(search), ...(hash && { hash: hash.slice(1) }) } as { to: '/' };
}

export function useNavigate(): (address: string) => void {
  const navigate = useRouterNavigate();
  return useCallback((address) => void navigate(target(address)), [navigate]);
}

export function Link({ to, children }: { to: string; children?: ReactNode }) {
  const isOwn = to.startsWith('/') && !to.startsWith('//');
  return isOwn ? (
    <RouterLink {...target(to)}>{children}</RouterLink>
  ) : (
    <a href={to} rel="noreferrer">
      {children}
    </a>
  );
}
