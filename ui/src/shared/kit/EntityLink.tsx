import type { Icon as TablerIcon } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useDeclaredKind } from '../declaredKinds';
import { iconNamed } from '../kindIcons';
import { entityLink, isBuiltIn, kindLook, kindName } from '../kinds';
import { parseRef, shortRef } from '../ref';
import styles from './EntityLink.module.css';

interface Mark {
  kind: string;
  size?: number;
}

export function KindIcon(mark: Mark) {
  return isBuiltIn(mark.kind) ? <Drawn {...mark} icon={kindLook(mark.kind).icon} /> : <DeclaredIcon {...mark} />;
}

/** The icon that the declaration of a kind names. */
function DeclaredIcon(mark: Mark) {
  return <Drawn {...mark} icon={iconNamed(useDeclaredKind(mark.kind)?.icon)} />;
}

function Drawn({ kind, size = 16, icon: Icon }: Mark & { icon: TablerIcon }) {
  return (
    <Icon
      size={size}
      stroke={1.6}
      color={kindLook(kind).colour}
      role="img"
      aria-label={kindName(kind)}
      className={styles.icon}
    />
  );
}

/** An entity by its icon and title, linked to its page. Without a title the reference's own name stands. */
export function EntityLink({
  entityRef,
  title,
  className,
}: {
  entityRef: string;
  title?: string | undefined;
  className?: string;
}) {
  return (
    <Link {...entityLink(entityRef)} className={[styles.link, className].join(' ')} title={entityRef}>
      <KindIcon kind={parseRef(entityRef).kind} />
      <span className={styles.text}>{title ?? shortRef(entityRef)}</span>
    </Link>
  );
}

/** Who owns something: the owner's page, the dangling reference as text, or plainly nobody. */
export function Owner(props: {
  owner?: { ref: string; title: string } | null | undefined;
  ownerRef?: string | null | undefined;
}) {
  if (props.owner) return <EntityLink entityRef={props.owner.ref} title={props.owner.title} />;
  if (props.ownerRef)
    return (
      <span className={styles.dangling} title={`${props.ownerRef} is not in the catalog`}>
        {shortRef(props.ownerRef)} (not in the catalog)
      </span>
    );
  return <span className={styles.nobody}>no owner</span>;
}
