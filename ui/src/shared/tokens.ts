/**
 * The visual identity: paper ground, thin rules, one water colour, amber ink for what is past. Everything that has a
 * colour takes it from here: the style sheet, Mantine's theme, the pictures, and the contrast test.
 */
export const light = {
  bg: '#f6f7f5',
  surface: '#ffffff',
  sunken: '#eef0ed',
  raised: '#ffffff',
  'line-soft': '#eaede9',
  line: '#dcdfda',
  'line-strong': '#858d86',
  ink: '#171c1a',
  'ink-2': '#49524d',
  'ink-3': '#626b66',
  accent: '#0a6b62',
  'on-accent': '#ffffff',
  'accent-soft': '#e0f0ed',
  ok: '#1c7139',
  warn: '#8a5a00',
  bad: '#b3261e',
  info: '#2a5fa8',
  past: '#855400',
  'past-soft': '#fbefd8',
  'cat-1': '#0a7d72',
  'cat-2': '#b4632a',
  'cat-3': '#4a64b8',
  'cat-4': '#8b6b00',
  'cat-5': '#a14a86',
  'cat-6': '#4d7c2f',
  'cat-7': '#6e6a78',
  'cat-8': '#c04848',
} as const;

export type Token = keyof typeof light;

export const dark: Record<Token, string> = {
  bg: '#101413',
  surface: '#161b1a',
  sunken: '#0c100f',
  raised: '#1d2322',
  'line-soft': '#202726',
  line: '#2a3231',
  'line-strong': '#6d7a76',
  ink: '#e8edea',
  'ink-2': '#b3bdb8',
  'ink-3': '#8d9893',
  accent: '#4cc2b1',
  'on-accent': '#06221e',
  'accent-soft': '#12312d',
  ok: '#5fbf7f',
  warn: '#e0a83e',
  bad: '#f0857b',
  info: '#82aef0',
  past: '#e6b04f',
  'past-soft': '#33270f',
  'cat-1': '#4cc2b1',
  'cat-2': '#e59a63',
  'cat-3': '#8fa5ee',
  'cat-4': '#d3b04a',
  'cat-5': '#d98bc2',
  'cat-6': '#94c26f',
  'cat-7': '#a8a4b3',
  'cat-8': '#ee8b86',
};

/** Lengths and type, the same in both themes. Heights are those of a fine pointer; touch enlarges them. */
export const measures = {
  'row-height': '34px',
  'control-height': '30px',
  'radius-control': '6px',
  'radius-panel': '8px',
  'radius-chip': '3px',
  'side-bar': '216px',
  rail: '56px',
  'top-bar': '48px',
  sans: "'Inter Variable', system-ui, sans-serif",
  mono: "'IBM Plex Mono', ui-monospace, monospace",
} as const;

const touch = { 'row-height': '44px', 'control-height': '40px' };

const declare = (values: Record<string, string>) =>
  Object.entries(values)
    .map(([name, value]) => `  --${name}: ${value};`)
    .join('\n');

/** The style sheet of custom properties: `var(--ink)`, `var(--line-soft)`, `var(--cat-1)` and so on. */
export function tokensCss(): string {
  return [
    `:root {\n  color-scheme: light;\n${declare(measures)}\n${declare(light)}\n}`,
    `:root[data-mantine-color-scheme='dark'] {\n  color-scheme: dark;\n${declare(dark)}\n}`,
    `@media (pointer: coarse) {\n:root {\n${declare(touch)}\n}\n}`,
  ].join('\n');
}

const channel = (value: number) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) =>
    channel(Number.parseInt(hex.slice(at, at + 2), 16) / 255),
  );
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** Contrast of two colours written `#rrggbb`, from 1 to 21, as WCAG 2.2 defines it. */
export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}
