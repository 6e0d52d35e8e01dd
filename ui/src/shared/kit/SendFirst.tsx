import type { ReactNode } from 'react';
import { Command } from './Command';
import { Empty } from './Empty';

/** Nothing was sent yet: a command line that sends the first, to this very portal and about this very entity. */
export function SendFirst(props: { title: string; path: string; type: string; body: string; children: ReactNode }) {
  const { origin } = window.location;
  return (
    <Empty title={props.title}>
      <p>{props.children}</p>
      <Command text={`curl -X POST '${origin}${props.path}' -H 'Content-Type: ${props.type}' -d '${props.body}'`} />
    </Empty>
  );
}
