import styles from './charts.module.css';
import { type Datum, plain, points } from './figures';

const width = 600;
const height = 120;
const margin = 6;

export function LineChart(props: { label: string; data: readonly Datum[]; format?: (value: number) => string }) {
  const { data, format = plain } = props;
  const [first, last] = [data[0], data.at(-1)];
  if (!first || !last) return <p className="quiet">No data.</p>;
  const values = data.map(({ value }) => value);
  const [least, most] = [Math.min(...values), Math.max(...values)];
  const line = points(values, width - 2 * margin, height - 2 * margin)
    .map(([x, y]) => `${(x + margin).toFixed(1)},${(y + margin).toFixed(1)}`)
    .join(' ');
  const words = `from ${format(first.value)} (${first.label}) to ${format(last.value)} (${last.label}), between ${format(least)} and ${format(most)}`;
  return (
    <figure className={styles.figure}>
      <svg
        className={styles.chart}
        role="img"
        aria-label={`${props.label}: ${words}`}
        viewBox={`0 0 ${width} ${height}`}
        preserveAspectRatio="none"
        width="100%"
        height={height}
      >
        <polyline points={line} className={styles.line} vectorEffect="non-scaling-stroke" />
      </svg>
      <figcaption>
        <span>{first.label}</span>
        <span>
          {format(least)} to {format(most)}
        </span>
        <span>{last.label}</span>
      </figcaption>
    </figure>
  );
}
