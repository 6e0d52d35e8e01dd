import { IconBellRinging, IconExternalLink, IconMail, IconMessageCircle } from '@tabler/icons-react';
import type { Contact } from '../contacts';
import styles from './Contacts.module.css';

const marks = {
  chat: [IconMessageCircle, 'Chat'],
  mail: [IconMail, 'Mail'],
  pager: [IconBellRinging, 'Pager'],
  link: [IconExternalLink, 'Link'],
} as const;

export function Contacts({ contacts }: { contacts: readonly Contact[] }) {
  return (
    <ul className={styles.contacts}>
      {contacts.map(({ kind, label, href }) => {
        const [Icon, word] = marks[kind];
        return (
          <li key={href ?? label}>
            <Icon size={15} stroke={1.6} role="img" aria-label={word} />
            {href ? (
              <a href={href} rel="noreferrer">
                {label}
              </a>
            ) : (
              label
            )}
          </li>
        );
      })}
    </ul>
  );
}
