import { version } from '../../../sdk/package.json';

const numbers = (text: string) => text.split('.').map(Number);

/** Whether a version is in a range written as `^1.2`: not before it, and with the same first number. */
export function accepts(range: string, given: string): boolean {
  const [least, has] = [numbers(range.replace('^', '')), numbers(given)];
  const [major, minor, patch] = [0, 1, 2].map((part) => (has[part] ?? 0) - (least[part] ?? 0)) as [
    number,
    number,
    number,
  ];
  return major === 0 && (minor > 0 || (minor === 0 && patch >= 0));
}

/** Why a plugin cannot run on this portal; undefined when it can. */
export const sdkFault = (range: string): string | undefined =>
  accepts(range, version)
    ? undefined
    : `It is made for ${range} of @eventcatalog/sdk, and this portal brings ${version}, so it is not loaded. Install a version made for ${version}, or another portal.`;
