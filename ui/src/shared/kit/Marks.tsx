import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { ProblemPartsFragment } from '../../generated/documents';
import styles from './Marks.module.css';

/** A lifecycle as a word with a mark: full for production, open for experimental, struck for deprecated. */
export function Lifecycle({ value }: { value: string | undefined }) {
  if (!value) return <span className="quiet">–</span>;
  return (
    <span className={styles.lifecycle} data-value={value.toLowerCase()}>
      {value}
    </span>
  );
}

export const Tag = ({ tag }: { tag: string }) => (
  <Link to="/catalog" search={{ tag: [tag] }} className={styles.tag}>
    {tag}
  </Link>
);

export const Tags = ({ tags }: { tags: readonly string[] }) =>
  tags.length === 0 ? (
    <span className="quiet">–</span>
  ) : (
    <ul className={styles.tags}>
      {tags.map((tag) => (
        <li key={tag}>
          <Tag tag={tag} />
        </li>
      ))}
    </ul>
  );

const severities = {
  ERROR: { icon: IconCircleX, colour: 'var(--bad)', word: 'Error' },
  WARNING: { icon: IconAlertTriangle, colour: 'var(--warn)', word: 'Warning' },
  INFO: { icon: IconInfoCircle, colour: 'var(--info)', word: 'Note' },
};

/** The place of a problem as editors write it: `file:line:column`, as far as it is known. */
export const placeOf = (problem: { file?: string | null; line?: number | null; column?: number | null }) =>
  [problem.file, problem.line, problem.column].filter((part) => part !== null && part !== undefined).join(':');

export function Problems({ problems }: { problems: readonly ProblemPartsFragment[] }) {
  return (
    <ul className={styles.problems}>
      {problems.map((problem) => {
        const { icon: Icon, colour, word } = severities[problem.severity];
        const place = placeOf(problem);
        return (
          <li key={`${place} ${problem.path} ${problem.message}`}>
            <Icon size={16} color={colour} role="img" aria-label={word} className={styles.severity} />
            <div>
              <p className={styles.message}>{problem.message}</p>
              <p className={styles.place}>
                {place && <code>{place}</code>}
                {problem.path && <code>{problem.path}</code>}
                {problem.rule && <span>rule {problem.rule}</span>}
              </p>
            </div>
          </li>
        );
      })}
    </ul>
  );
}
