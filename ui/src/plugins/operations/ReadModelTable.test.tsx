import { screen, within } from '@testing-library/react';
import { expect, test } from 'vitest';
import { renderPart } from '../../testing/renderPart';
import { aModel, parkedModel, stoppedModel } from './examples';
import { ReadModelTable } from './ReadModelTable';

const commands = () => [...document.querySelectorAll('code')].map((each) => each.textContent);

test('a row tells how far, how far behind and who works on it', async () => {
  await renderPart(<ReadModelTable models={[aModel('events/1', { position: '617', lag: 617, lagSeconds: 9 })]} />);
  const row = within(screen.getByRole('row', { name: /^events\/1/ }));
  expect(row.getByText('@617')).toBeTruthy();
  expect(row.getByRole('img', { name: '50 % of the log' })).toBeTruthy();
  expect(row.getByText('617 behind for 9 seconds')).toBeTruthy();
  expect(row.getByText('one:7')).toBeTruthy();
});

test('one event behind in a long log is not told as level', async () => {
  await renderPart(<ReadModelTable models={[aModel('events/1', { position: '9999999', lag: 1 })]} />);
  expect(screen.getByRole('img', { name: '99 % of the log' })).toBeTruthy();
});

test('a stopped one names its event, says why, and gives the commands', async () => {
  await renderPart(<ReadModelTable models={[stoppedModel]} />);
  expect(screen.getByRole('link', { name: '@1201' }).getAttribute('href')).toBe('/events?position=1201');
  expect(screen.getByText(/I do not eat that\./)).toBeTruthy();
  expect(commands()).toEqual([
    'entity-registered',
    'eventcatalog store retry entities/2',
    'eventcatalog store skip entities/2 --event @1201 --because "…"',
  ]);
});

test('a parked one can only be let go on', async () => {
  await renderPart(<ReadModelTable models={[parkedModel]} />);
  expect(screen.getByText(/Parked by user:ann: odd edges/)).toBeTruthy();
  expect(commands()).toEqual(['eventcatalog store retry relations/1']);
});

test('a build beside has a row of its own', async () => {
  const beside = { position: '617', lag: 617, state: 'RUNNING', status: 'being built' } as const;
  await renderPart(<ReadModelTable models={[aModel('entities/2', { beside })]} />);
  const row = within(screen.getByRole('row', { name: /^a build beside it/ }));
  expect(row.getByText('being built, 617 behind')).toBeTruthy();
  expect(row.getByRole('img', { name: '50 % of the log' })).toBeTruthy();
});
