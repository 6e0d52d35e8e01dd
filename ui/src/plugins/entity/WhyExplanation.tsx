import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { WhyQuery } from '../../generated/documents';
import { isSafeUrl } from '../../shared/contacts';
import { EventRow } from '../../shared/events/EventRow';
import { useInstant } from '../../shared/instant';
import { Answer } from '../../shared/kit/Answer';
import { why } from './queries';
import styles from './Why.module.css';

type Explained = NonNullable<WhyQuery['why']>;

const rules: Record<string, string> = {
  'written-annotation': 'the catalog writes it itself, from where the descriptor stands',
  'default-namespace': 'what names no namespace is in this one',
};

const show = (value: unknown) =>
  value === null || value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value);

/** The value, where it comes from, what other sources say, and the chain of events that led to it. */
export default function WhyExplanation({ entityRef, path }: { entityRef: string; path: string }) {
  const query = useQuery(why(entityRef, path, useInstant()));
  return (
    <Answer query={query} what="Why it is so" lines={6}>
      {({ why: explained }) => (explained ? <Explained explained={explained} /> : <p>It is not in the catalog.</p>)}
    </Answer>
  );
}

function Explained({ explained: { value, source, candidates, chain } }: { explained: Explained }) {
  return (
    <>
      <p className={styles.value}>{show(value)}</p>
      {source ? <Source source={source} /> : <p className="quiet">Nothing ever said so.</p>}
      {candidates.length > 1 && (
        <table className={styles.candidates}>
          <caption>Several sources say something here</caption>
          <thead>
            <tr>
              <th scope="col">Source</th>
              <th scope="col">Says</th>
              <th scope="col">Counts</th>
            </tr>
          </thead>
          <tbody>
            {candidates.map((candidate) => (
              <tr key={candidate.sourceId}>
                <th scope="row">
                  <Link to="/sources" hash={candidate.sourceId}>
                    <code>{candidate.target}</code>
                  </Link>
                </th>
                <td>{show(candidate.value)}</td>
                <td>
                  {candidate.chosen ? 'yes' : 'no'}: {candidate.reason}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <h3 className={styles.heading}>How it came to be, newest first</h3>
      <ol className={styles.chain}>
        {chain.map(({ event, before, after }) => (
          <li key={event.id}>
            <p>
              {show(before)} <span aria-hidden>→</span>
              <span className="visually-hidden">became</span> <strong>{show(after)}</strong>
            </p>
            <ul>
              <EventRow event={event} about={false} />
            </ul>
          </li>
        ))}
      </ol>
    </>
  );
}

function Source({ source }: { source: NonNullable<Explained['source']> }) {
  if (source.rule)
    return (
      <p>
        By the rule <code>{source.rule}</code>: {rules[source.rule] ?? 'no descriptor says it'}.
      </p>
    );
  if (source.kind === 'ACTION') return <p>Someone said it to the catalog.</p>;
  const place = source.path ? `${source.path}${source.line ? `:${source.line}` : ''}` : source.target;
  return (
    <p className={styles.source}>
      Said in {source.url && isSafeUrl(source.url) ? <a href={source.url}>{place}</a> : <code>{place}</code>}
      {source.lineOf === 'DOCUMENT' && ', where the document begins'}
      {source.commit && (
        <>
          {' '}
          at commit <code title={source.commit}>{source.commit.slice(0, 12)}</code>
        </>
      )}
      {source.repository && (
        <>
          {' '}
          of <code>{source.repository}</code>
        </>
      )}
      .
    </p>
  );
}
