import { expect, test } from 'vitest';
import * as sdk from '.';

/** Frozen: plugins that are installed somewhere import these. A later version may add to them. */
const since10 = [
  'Answer',
  'BarChart',
  'DataTable',
  'EmptyState',
  'EntityLink',
  'ErrorState',
  'LineChart',
  'Link',
  'Page',
  'Panel',
  'When',
  'definePlugin',
  'useEntity',
  'useInstant',
  'useNavigate',
  'useQuery',
  'version',
];

test('everything that version 1.0 brought is still there, as long as the version begins with 1', () => {
  expect(sdk.version).toMatch(/^1\./);
  expect(Object.keys(sdk)).toEqual(expect.arrayContaining(since10));
});
