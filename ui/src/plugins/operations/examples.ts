import type { ReadModel } from './verdict';

/** For tests: level with a log of 1,234 positions unless told otherwise. */
export const aModel = (name: string, more: Partial<ReadModel> = {}): ReadModel => ({
  name,
  position: '1234',
  lag: 0,
  lagSeconds: 0,
  state: 'RUNNING',
  node: 'one:7',
  failure: null,
  beside: null,
  ...more,
});

export const stoppedModel = aModel('entities/2', {
  position: '1200',
  lag: 34,
  lagSeconds: 90,
  state: 'STOPPED',
  failure: { position: '1201', type: 'entity-registered', message: 'I do not eat that.', at: '2026-11-21T12:00:00Z' },
});

export const parkedModel = aModel('relations/1', {
  state: 'STOPPED',
  failure: { position: null, type: null, message: 'Parked by user:ann: odd edges', at: '2026-11-21T12:00:00Z' },
});
