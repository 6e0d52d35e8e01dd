import type { ReadModelPartsFragment } from '../../generated/documents';
import { plural } from '../../shared/time';

export type ReadModel = ReadModelPartsFragment;

/**
 * How a read model fares. `following` is behind by no more than it takes to apply what has just come; `stopped` failed at
 * an event; `still` stands without one to blame, as a parked one does.
 */
export type Condition = 'level' | 'following' | 'behind' | 'starting' | 'retrying' | 'stopped' | 'still';

/** Seconds a read model may be behind before anybody need know. */
const aMoment = 5;

export function conditionOf(model: ReadModel): Condition {
  if (model.state === 'STOPPED') return model.failure?.position ? 'stopped' : 'still';
  if (model.state === 'STARTING') return 'starting';
  if (model.state === 'RETRYING') return 'retrying';
  if (model.lag === 0) return 'level';
  return model.lagSeconds < aMoment ? 'following' : 'behind';
}

export const isHalted = (model: ReadModel) => model.state === 'STOPPED';

/** The end of the log, as far as the read models know it. */
export const endOf = (models: readonly ReadModel[]) =>
  Math.max(0, ...models.map((model) => Number(model.position) + model.lag));

/** How far it is behind, in words. */
export function conditionWords(model: ReadModel): string {
  const behind = `${model.lag.toLocaleString('en')} behind`;
  const states: Record<Condition, string> = {
    level: 'level',
    following: behind,
    behind: `${behind} for ${plural(Math.floor(model.lagSeconds), 'second')}`,
    starting: 'starting',
    retrying: 'waits for the database',
    stopped: `stopped, ${behind}`,
    still: model.lag === 0 ? 'stands still' : `stands still, ${behind}`,
  };
  return states[conditionOf(model)];
}

export interface Verdict {
  tone: 'ok' | 'warn' | 'bad';
  /** The same words for as long as nothing turns. */
  short: string;
  /** The rest of it, with figures. */
  long: string;
}

const listed = (models: readonly ReadModel[]) => new Intl.ListFormat('en').format(models.map((model) => model.name));

/** Is it well? What is worst is said first. */
export function verdictOf(models: readonly ReadModel[]): Verdict {
  const having = (...conditions: Condition[]) => models.filter((model) => conditions.includes(conditionOf(model)));
  const log = `the log at @${endOf(models)}`;
  const furthest = Math.max(0, ...models.map((model) => model.lag)).toLocaleString('en');
  const halted = having('stopped', 'still');
  if (halted.length > 0)
    return {
      tone: 'bad',
      short: `${listed(halted)} ${halted.length === 1 ? 'stands' : 'stand'} still.`,
      long: `${halted.map(placeOf).join(' ')} The log ends at @${endOf(models)}.${halted.length < models.length ? ' The others go on.' : ''}`,
    };
  const retrying = having('retrying');
  if (retrying.length > 0)
    return {
      tone: 'bad',
      short: 'The database does not answer.',
      long: `It is asked again and again: ${retrying[0]?.failure?.message ?? 'it is busy'}`,
    };
  const late = having('behind', 'starting');
  if (late.length > 0)
    return {
      tone: 'warn',
      short: 'Catching up.',
      long: `${listed(late)} ${late.length === 1 ? 'is' : 'are'} up to ${furthest} behind ${log}.`,
    };
  return {
    tone: 'ok',
    short: 'All is well.',
    long:
      furthest === '0'
        ? `All ${plural(models.length, 'read model')} are level with ${log}.`
        : `All ${plural(models.length, 'read model')} follow ${log}, ${furthest} behind at most.`,
  };
}

const placeOf = (model: ReadModel) =>
  model.failure?.position
    ? `${model.name} stopped at the event @${model.failure.position}.`
    : `${model.name} stands at @${model.position}.`;
