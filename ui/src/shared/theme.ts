import {
  type CSSVariablesResolver,
  createTheme,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import { dark, light } from './tokens';

/** Mantine wants ten shades; the identity has one accent a theme, so the tuple only repeats the two. */
const accent = [
  light['accent-soft'],
  light['accent-soft'],
  dark.accent,
  dark.accent,
  dark.accent,
  light.accent,
  light.accent,
  light.accent,
  light.accent,
  light.accent,
] as const satisfies MantineColorsTuple;

/** Mantine paints its dark surfaces from this tuple: text first, then lines, then grounds. */
const darkTuple = [
  dark.ink,
  dark['ink-2'],
  dark['ink-3'],
  dark['line-strong'],
  dark.line,
  dark['line-soft'],
  dark.raised,
  dark.surface,
  dark.bg,
  dark.sunken,
] as const satisfies MantineColorsTuple;

/** The neutral counterpart for the light theme; Mantine's own greys are blue. Borders of controls are the fifth. */
const gray = [
  light.bg,
  light.sunken,
  light['line-soft'],
  light.line,
  light['line-strong'],
  light['ink-3'],
  light['ink-3'],
  light['ink-2'],
  light['ink-2'],
  light.ink,
] as const satisfies MantineColorsTuple;

/** Taller on touch screens. */
const height = 'var(--control-height)';

export const theme = createTheme({
  primaryColor: 'accent',
  primaryShade: { light: 6, dark: 3 },
  colors: { accent, gray, dark: darkTuple },
  fontFamily: 'var(--sans)',
  fontFamilyMonospace: 'var(--mono)',
  headings: { fontFamily: 'var(--sans)', fontWeight: '640' },
  fontSizes: { xs: '13px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.45', sm: '1.45', md: '1.45', lg: '1.45', xl: '1.2' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '20px', xl: '28px' },
  radius: { xs: '3px', sm: '6px', md: '8px', lg: '8px', xl: '8px' },
  defaultRadius: 'sm',
  focusRing: 'auto',
  cursorType: 'pointer',
  respectReducedMotion: true,
  // Mantine writes white on the light accent of the dark theme, which cannot be read; the colour stands inline, so a
  // style sheet does not reach it. The colour it hands over is the primary colour's name where none was given.
  variantColorResolver: (input) => {
    const resolved = defaultVariantColorsResolver(input);
    const primary = input.color === undefined || input.color === input.theme.primaryColor;
    if (primary && input.variant === 'filled')
      return { ...resolved, background: 'var(--accent)', hover: 'var(--accent)', color: 'var(--on-accent)' };
    if (primary && input.variant === 'light')
      return { ...resolved, background: 'var(--accent-soft)', hover: 'var(--accent-soft)', color: 'var(--accent)' };
    if (primary && input.variant === 'subtle')
      return { ...resolved, hover: 'var(--accent-soft)', color: 'var(--accent)' };
    return resolved;
  },
  components: {
    Button: { defaultProps: { size: 'xs', variant: 'default' }, vars: () => ({ root: { '--button-height': height } }) },
    Input: { vars: () => ({ wrapper: { '--input-height': height } }) },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: 30 } },
    TextInput: { defaultProps: { size: 'xs' } },
    Select: { defaultProps: { size: 'xs' } },
    Checkbox: { defaultProps: { size: 'xs', radius: 'xs' } },
    Switch: { defaultProps: { size: 'xs' } },
    SegmentedControl: { defaultProps: { size: 'xs' } },
    Tooltip: { defaultProps: { openDelay: 300, withArrow: false } },
    Popover: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Menu: { defaultProps: { shadow: 'md', transitionProps: { duration: 120 } } },
    Modal: { defaultProps: { transitionProps: { duration: 120 }, centered: false } },
  },
});

/** Points Mantine's own variables at the tokens, the same names in both themes. */
export const mantineVariables: CSSVariablesResolver = () => {
  const shared = {
    '--mantine-color-body': 'var(--surface)',
    '--mantine-color-text': 'var(--ink)',
    '--mantine-color-dimmed': 'var(--ink-3)',
    '--mantine-color-placeholder': 'var(--ink-3)',
    '--mantine-color-anchor': 'var(--accent)',
    '--mantine-color-error': 'var(--bad)',
    '--mantine-color-default': 'var(--surface)',
    '--mantine-color-default-hover': 'var(--sunken)',
    '--mantine-color-default-color': 'var(--ink)',
    '--mantine-color-default-border': 'var(--line-strong)',
    '--mantine-color-gray-light-hover': 'var(--sunken)',
    '--mantine-color-gray-light-color': 'var(--ink-2)',
    '--mantine-primary-color-filled': 'var(--accent)',
    '--mantine-primary-color-contrast': 'var(--on-accent)',
  };
  // In the dark theme inputs and boxes to tick take their borders from here; the identity asks for 3.0 on the ground.
  return { variables: {}, light: shared, dark: { ...shared, '--mantine-color-dark-4': 'var(--line-strong)' } };
};
