import { describe, expect, test } from 'vitest';
import { contrast, dark, light, type Token } from './tokens';

const text: [Token, Token][] = [
  ...(['bg', 'surface', 'sunken', 'raised'] as const).flatMap((ground) =>
    (['ink', 'ink-2', 'ink-3', 'accent', 'ok', 'warn', 'bad', 'info'] as const).map((ink): [Token, Token] => [
      ink,
      ground,
    ]),
  ),
  ['on-accent', 'accent'],
  ['accent', 'accent-soft'],
  ['ink', 'accent-soft'],
  ['past', 'past-soft'],
  ['ink', 'past-soft'],
];

const controls: [Token, Token][] = [
  ['line-strong', 'surface'],
  ['line-strong', 'raised'],
  ['accent', 'bg'],
  ['cat-1', 'surface'],
  ['cat-2', 'surface'],
  ['cat-3', 'surface'],
  ['cat-5', 'surface'],
  ['cat-7', 'surface'],
];

describe.each([
  ['light', light],
  ['dark', dark],
] as const)('in the %s theme', (_, theme) => {
  test.each(text)('%s can be read on %s', (ink, ground) => {
    expect(contrast(theme[ink], theme[ground])).toBeGreaterThanOrEqual(4.5);
  });

  test.each(controls)('%s can be made out on %s', (mark, ground) => {
    expect(contrast(theme[mark], theme[ground])).toBeGreaterThanOrEqual(3);
  });
});

test('black on white has the greatest contrast there is', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21);
});
