import styles from './charts.module.css';
import { type Datum, plain } from './figures';

const barHeight = 18;
const step = 26;

/** Labels at the left, bars beside them, the figure at the end of each. As wide as it is given. */
export function BarChart(props: { label: string; data: readonly Datum[]; format?: (value: number) => string }) {
  const { data, format = plain } = props;
  const most = Math.max(...data.map(({ value }) => value), 0) || 1;
  const words = data.map(({ label, value }) => `${label} ${format(value)}`).join(', ');
  return (
    <svg
      className={`${styles.chart} ${styles.bars}`}
      role="img"
      aria-label={`${props.label}: ${words || 'no data'}`}
      width="100%"
      height={Math.max(data.length * step, step)}
    >
      {data.map(({ label, value }, row) => (
        <g key={label} transform={`translate(0 ${row * step})`}>
          <title>{`${label}: ${format(value)}`}</title>
          <text x="0" y={barHeight / 2} className={styles.label}>
            {label.length > 22 ? `${label.slice(0, 21)}…` : label}
          </text>
          <rect
            x="34%"
            width={`${(Math.max(value, 0) / most) * 54}%`}
            height={barHeight}
            rx="3"
            className={styles.bar}
          />
          <text x="100%" y={barHeight / 2} textAnchor="end" className={styles.value}>
            {format(value)}
          </text>
        </g>
      ))}
    </svg>
  );
}
