import { useInstant } from '../instant';
import { ago, day, fullTime } from '../time';

/** "4 d ago", the whole instant on hover. While the page shows the past, the day: nothing there is so long before now. */
export function When({ at }: { at: string }) {
  const isPast = useInstant() !== undefined;
  return (
    <time dateTime={at} title={fullTime(at)} className="tabular" style={{ whiteSpace: 'nowrap' }}>
      {isPast ? day(at) : ago(at)}
    </time>
  );
}
