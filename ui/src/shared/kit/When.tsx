import { ago, fullTime } from '../time';

/** "4 d ago", the whole instant on hover. */
export const When = ({ at }: { at: string }) => (
  <time dateTime={at} title={fullTime(at)} className="tabular" style={{ whiteSpace: 'nowrap' }}>
    {ago(at)}
  </time>
);
