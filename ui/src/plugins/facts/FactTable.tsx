import { IconHelpCircle } from '@tabler/icons-react';
import type { FactPartsFragment } from '../../generated/documents';
import { When } from '../../shared/kit/When';
import styles from './FactTable.module.css';

/** Each fact with who says it and how old that is. What is not known says so in words, with since when. */
export function FactTable({ facts }: { facts: readonly FactPartsFragment[] }) {
  return (
    <table className={styles.table}>
      <thead>
        <tr>
          <th scope="col">Fact</th>
          <th scope="col">Value</th>
          <th scope="col">Source</th>
          <th scope="col">Observed</th>
          <th scope="col">Holds until</th>
        </tr>
      </thead>
      <tbody>
        {facts.map((fact) => (
          <tr key={`${fact.name} ${fact.source}`}>
            <th scope="row">{fact.name}</th>
            <td className={styles.value}>
              <Value fact={fact} />
            </td>
            <td data-word="from">{fact.source}</td>
            <td data-word="observed">
              <When at={fact.observedAt} />
              {fact.evidence && (
                <a href={fact.evidence} rel="noreferrer" aria-label={`Evidence of ${fact.name} from ${fact.source}`}>
                  evidence
                </a>
              )}
            </td>
            <td data-word="until">
              {fact.validUntil ? <When at={fact.validUntil} /> : <span className="quiet">for ever</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Value({ fact }: { fact: FactPartsFragment }) {
  if (fact.state === 'KNOWN') return <code>{fact.text}</code>;
  return (
    <span className={styles.unknown}>
      <IconHelpCircle size={15} aria-hidden />
      <span>
        unknown since <When at={fact.unknownSince ?? fact.observedAt} />
        {fact.reason ? `: ${fact.reason}` : fact.text ? `; it was ${fact.text}` : ''}
      </span>
    </span>
  );
}
