import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { renderPart } from '../../testing/renderPart';
import { Answer, Waiting } from './Answer';
import { Empty } from './Empty';

function Teams({ ask }: { ask: () => Promise<string[]> }) {
  const query = useQuery({ queryKey: ['teams'], queryFn: ask });
  return (
    <Answer query={query} what="The teams">
      {(teams) => (teams.length === 0 ? <Empty title="No team owns anything yet." /> : <p>{teams.join(', ')}</p>)}
    </Answer>
  );
}

test('what failed is said in the server’s words, and asking again helps', async () => {
  const answers = [() => Promise.reject(new Error('The read model is behind')), () => Promise.resolve(['Shop'])];
  await renderPart(<Teams ask={() => answers.shift()?.() ?? Promise.resolve([])} />);
  const alert = await screen.findByRole('alert');
  expect(alert.textContent).toContain('The teams could not be read.');
  expect(alert.textContent).toContain('The read model is behind');
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  expect(await screen.findByText('Shop')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('when asking again fails the older data stays and says how old it is', async () => {
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  client.setQueryData(['teams'], ['Shop'], { updatedAt: Date.now() - 300_000 });
  await renderPart(
    <QueryClientProvider client={client}>
      <Teams ask={() => Promise.reject(new Error('gone'))} />
    </QueryClientProvider>,
  );
  expect((await screen.findByRole('alert')).textContent).toContain('shown as of 5 min ago');
  expect(screen.getByText('Shop')).toBeTruthy();
});

test('an empty answer is told from a failed one', async () => {
  await renderPart(<Teams ask={() => Promise.resolve([])} />);
  expect(await screen.findByText('No team owns anything yet.')).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});

test('waiting is announced', async () => {
  await renderPart(<Waiting lines={3} />);
  expect(screen.getByRole('status').textContent).toBe('Loading');
});
